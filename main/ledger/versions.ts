/**
 * The oldest versions that may touch a ledger. SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode that two connections use
 * (fixed in 3.51.3 and 3.53.0, 3.52.0 was withdrawn), and FTS5 before 3.53.2 has CVE-2026-11822. Electron: reliability.md (c).
 */
export const SQLITE_FLOOR = '3.53.2';
export const ELECTRON_FLOOR = '45.4.1';

/** Whether a version of numbers and points comes before another; what is no version does. */
export function isBefore(version: string, floor: string): boolean {
  const [have, want] = [version, floor].map((words) => words.split('.').map(Number));
  for (const [at, number] of (want ?? []).entries()) {
    const own = have?.[at] ?? 0;
    if (!(own >= number)) return true;
    if (own > number) return false;
  }
  return false;
}

/**
 * Why a program built for users may not start on its runtime, in words. A build for evaluation says so in its package, and may.
 */
export function runtimeProblem(
  electron: string,
  built: { packaged: boolean; evaluation: boolean },
): string | undefined {
  if (!built.packaged || built.evaluation || !isBefore(electron, ELECTRON_FLOOR)) return undefined;
  return `This program was built on Electron ${electron}, which has known holes; ${ELECTRON_FLOOR} is the oldest that may be shipped. Nothing was opened or changed. Install Process Designer again, and report this.`;
}
