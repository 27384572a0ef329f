import type { CommandName } from './commands';
import type { QueryName } from './queries';

/**
 * The names alone, for the preload, which must stay small and carry no schemas. The types make the two lists complete:
 * a name too many or too few does not compile.
 */
export const commandNames = [
  'createSite',
  'openSampleSite',
  'signIn',
  'chooseSecret',
  'signOut',
  'enrolPerson',
  'issueCode',
  'unlockPerson',
  // Security
  'setSecurity',
  'acknowledgeSecurity',
  'deactivatePerson',
  'defineJobType',
  'defineCode',
  'addStarter',
  'saveChecklistDraft',
  'requestRelease',
  'releaseChecklist',
  'openWorkOrder',
  'startRun',
  'checkPrerequisite',
  'recordStep',
  'correctStep',
  'addEvidence',
  'blockStep',
  'explainException',
  'withdrawException',
  'assignException',
  'disposeException',
  'openGlass',
  'endGlass',
  'decideReview',
  'closeRemediation',
  'approveGate',
  'rejectGate',
  'closeWorkOrder',
  'keepDraft',
  'verifyLedger',
  'cancelJob',
  'saveClosurePdf',
  'saveSiteRoot',
  'setTheme',
  // Evidence
  'showFile',
  'saveFile',
  // Insight
  'exportTable',
  // Learning
  'setRepeatRule',
  'dismissSignal',
  'openRemediation',
  'addRemediationEvidence',
  'decideInReview',
  'holdReview',
  'defineRule',
  // History
  'readHistory',
  'previewHistory',
  'importHistory',
  'saveRejects',

  // Second station
  'requestToJoin',
  'joinSite',
  'readJoinRequest',
  'inviteStation',
  'exportBundle',
  'importBundles',
  'dropHeldBundle',
  'handOverRun',
  'settleConflict',

  // Backups
  'chooseBackupPlace',
  'setBackupPlan',
  'backUpNow',
  'readBackup',
  'restoreBackup',

  // Erasure
  'requestErasure',
  'declineErasure',
  'approveErasure',

  // Updates
  'setUpdateServer',
  'lookForUpdate',
  'prepareUpdate',
  'installUpdate',

  // Audit packs
  'exportPack',
  'issuePackAgain',
  'verifyFile',
] as const satisfies readonly CommandName[];

export const queryNames = [
  'status',
  'people',
  'security',
  'myWork',
  'workOrders',
  'findWorkOrder',
  'caseView',
  'inbox',
  'exceptions',
  'remediations',
  'jobTypes',
  'codes',
  'checklists',
  'checklist',
  'starters',
  'signingView',
  'entries',
  'entry',
  'entryTypes',
  'evidence',
  // Insight
  'insightScope',
  'question',
  'dashboard',
  'counted',
  // Learning
  'signals',
  'monthlyReview',
  'rules',
  'causes',
  // History
  'historyImports',
  'historyCase',

  // Second station
  'stations',
  'bundles',
  'conflicts',

  // Backups
  'backups',

  // Erasure
  'erasures',
  'erasure',
  'erasable',
  'erasedBy',

  // Updates
  'updates',

  // Audit packs
  'packPreview',
  'packRequest',
  'packs',
] as const satisfies readonly QueryName[];

/** Commands that carry a file: the preload names it from what the person picked or dropped, and puts its path in the arguments. */
export const fileCommandNames = [
  'addEvidence',
  'addRemediationEvidence',
  'readHistory',
] as const satisfies readonly CommandName[];

type Complete<All extends string, Listed extends string> = [Exclude<All, Listed>] extends [never]
  ? true
  : Exclude<All, Listed>;
export const complete: [
  Complete<CommandName, (typeof commandNames)[number]>,
  Complete<QueryName, (typeof queryNames)[number]>,
] = [true, true];

/** Channel names of the two calls and the two events. */
export const channels = {
  command: 'command',
  query: 'query',
  changed: 'views-changed',
  progress: 'job-progress',
} as const;
