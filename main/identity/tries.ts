import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { Moment } from './lockout';

/** One try at a secret that did not succeed, or has not yet. */
export interface Try extends Moment {
  /** The command id of the entry that says it failed, so that it is counted once. */
  readonly id: string;
  /** The ledger's clock then: what opens sign-in again has a later one. */
  readonly clock: string;
}

/**
 * Tries at secrets, in a file outside the site's folder: written before the secret is looked at, so that a process that is
 * killed meanwhile has counted it, and so that a ledger restored from before the tries does not forget them.
 */
export interface Tries {
  of(user: string): readonly Try[];
  begin(user: string, made: Try): void;
  /** The try succeeded and counts no more. */
  succeeded(user: string, id: string): void;
  /** Everything of this person is forgotten: they signed in, or were unlocked. */
  clear(user: string): void;
}

/** Most of one person that are kept: more change nothing. */
const most = 40;

/** `path`: the file. An unreadable one counts nothing and is written anew. */
export function openTries(path: string): Tries {
  let held = read(path);
  const keep = (next: Record<string, readonly Try[]>): void => {
    held = next;
    const file = openSync(`${path}.writing`, 'w', 0o600);
    try {
      writeSync(file, JSON.stringify({ v: 1, people: next }));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.writing`, path);
  };
  const without = (user: string): Record<string, readonly Try[]> =>
    Object.fromEntries(Object.entries(held).filter(([each]) => each !== user));
  return {
    of: (user) => held[user] ?? [],
    begin: (user, made) => keep({ ...held, [user]: [...(held[user] ?? []), made].slice(-most) }),
    succeeded: (user, id) => {
      const rest = (held[user] ?? []).filter((each) => each.id !== id);
      keep(rest.length > 0 ? { ...held, [user]: rest } : without(user));
    },
    clear: (user) => {
      if (held[user] !== undefined) keep(without(user));
    },
  };
}

function read(path: string): Record<string, readonly Try[]> {
  try {
    const { v, people } = JSON.parse(readFileSync(path, 'utf8')) as { v: unknown; people: unknown };
    return v === 1 && typeof people === 'object' && people !== null
      ? (people as Record<string, readonly Try[]>)
      : {};
  } catch {
    return {};
  }
}
