// Telling a person what is going on: one line when something starts, moving figures while it runs, one line when it is done.

const started = Date.now();

/** One line on standard error, so that standard output stays free for results. */
export function say(text) {
  process.stderr.write(`[${((Date.now() - started) / 1000).toFixed(0).padStart(3)} s] ${text}\n`);
}

/** Bytes as "12.3 MB". */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * Calls `measure` every second and shows its text: in place on a terminal, every five seconds as a line elsewhere.
 * @param {string} what
 * @param {() => string} measure
 * @returns {() => void} stops it
 */
export function showProgress(what, measure) {
  const terminal = process.stderr.isTTY;
  let shown = '';
  const timer = setInterval(
    () => {
      const text = `${what}: ${measure()}`;
      if (text === shown) return;
      shown = text;
      if (terminal) process.stderr.write(`\r\x1b[K${text}`);
      else say(text);
    },
    terminal ? 1000 : 5000,
  );
  return () => {
    clearInterval(timer);
    if (terminal && shown) process.stderr.write('\r\x1b[K');
  };
}

/** Ends the program with words instead of a stack when the launcher itself knows what is wrong and what to do. */
export class Stop extends Error {}

/** Runs a launcher's main function; a `Stop` is printed as its sentence, anything else with its stack. */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.stderr.write(error instanceof Stop ? `\n${error.message}\n` : `\n${error?.stack ?? error}\n`);
    process.exitCode = 1;
  }
}
