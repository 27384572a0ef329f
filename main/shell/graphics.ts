import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * On a machine without usable graphics hardware (a thin client, a virtual desktop, a broken driver) every start tries it
 * some times and waits for each failure before the page may draw. So a start that found none is remembered, and the
 * next ones draw in software from the beginning. A driver can be mended: it is tried again after a month, and with
 * every other version of the runtime.
 */
export type Found = { readonly at: string; readonly runtime: string };

const tryAgainMs = 30 * 24 * 3_600_000;

/** Whether hardware is left alone at this start. What is not readable says nothing: then it is tried. @param now in ms. */
export function knownToFail(path: string, runtime: string, now: number): boolean {
  try {
    const found = JSON.parse(readFileSync(path, 'utf8')) as Partial<Found> | null;
    const age = now - Date.parse(String(found?.at));
    return found?.runtime === runtime && age >= 0 && age < tryAgainMs;
  } catch {
    return false;
  }
}

/**
 * Keeps what a start that tried the hardware found. Losing it costs a moment at the next start, so it is not synced, and
 * a folder that cannot be written is no fault.
 * @param compositing Chromium's word, `app.getGPUFeatureStatus().gpu_compositing`.
 */
export function keepFound(path: string, compositing: string, runtime: string, now: number): void {
  try {
    if (compositing === 'disabled_software')
      writeFileSync(path, JSON.stringify({ at: new Date(now).toISOString(), runtime } satisfies Found));
    else rmSync(path, { force: true });
  } catch {
    // Told nowhere: nothing depends on it but how soon the next window is there.
  }
}
