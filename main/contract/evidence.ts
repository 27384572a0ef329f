import { z } from 'zod';
import { answer, type Call } from './call';
import { sha256Schema } from './parts';

/** A held file by its hash, under the name it was added by: the name is for people only and decides nothing. */
const heldFile = z.strictObject({ sha256: sha256Schema, name: z.string().max(240) });

export const evidenceCommands = {
  /** Opens held evidence in a window of its own, which holds nothing else of the app. */
  showFile: { args: heldFile, answer: answer<{ readonly shown: true }>(), local: true },
  /** Writes held evidence, unchanged, to where the person says. */
  saveFile: {
    args: heldFile,
    answer: answer<{ readonly saved: string | null }>(),
    local: true,
  },
} as const satisfies Record<string, Call>;
