import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const planSchema = z.object({
  place: z.string().nullable(),
  mark: z.string().nullable(),
  daily: z.boolean(),
  hour: z.int().min(0).max(23),
  keep: z.int().min(1).max(365),
});

/** What this installation remembers about itself; nothing of it is site history. */
const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  site: z.string().optional(),
  /** Where this device looks for updates; none: nothing leaves the machine. */
  updateServer: z.string().optional(),
  /** Where and when each site that was opened here is backed up, by the site's id. */
  backups: z.record(z.string(), planSchema).optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Reads the settings; a file that is missing or damaged counts as none. */
export function readSettings(path: string): Settings {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { theme: 'system' };
  }
}

export function writeSettings(path: string, settings: Settings): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, JSON.stringify(settings));
  renameSync(`${path}.part`, path);
}
