import { readFileSync } from 'node:fs';

/**
 * The update server that the settings at `path` name, if any. Read without the schema of `settings.ts`: every process must
 * be hardened before `ready`, and what is no text is no server.
 */
export function updateServerIn(path: string): string | undefined {
  try {
    const settings: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const server =
      typeof settings === 'object' && settings !== null && 'updateServer' in settings
        ? settings.updateServer
        : undefined;
    return typeof server === 'string' ? server : undefined;
  } catch {
    return undefined;
  }
}
