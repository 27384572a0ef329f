/**
 * Everything that works on a site, as one part: loaded once the first screen has its answers, so that no start waits for
 * it. What is asked earlier waits for this instead.
 */
export { ask } from '../commands/ask';
export { endSittings, finishClosures, tick } from '../commands/clockwork';
export { dailyBackup } from '../commands/dailyBackup';
export { Executor } from '../commands/execute';
export { isPhotoStepOpen } from '../commands/photoStep';
export { announceBundles } from '../commands/syncCommands';
export { sweepUnnamedFiles } from '../commands/unnamedFiles';
export { recordVersion } from '../commands/updateCommands';
export { verifyBeside } from '../commands/verifying';
