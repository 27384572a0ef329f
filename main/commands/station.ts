import { v7 as uuid } from 'uuid';
import {
  type Context,
  type IdKind,
  idPrefixes,
  type NumberKind,
  numberKinds,
  type Proposed,
  type Role,
} from '../domain/entry';
import { type EntryType, entryTypes, isEntryType } from '../domain/entryTypes';
import { subjectsOf } from '../domain/subjects';
import type { SigningKey } from '../identity/keys';
import type { Sessions } from '../identity/session';
import type { CommonPasswords } from '../identity/strength';
import type { NewEntry, StoredEntry } from '../ledger/entry';
import type { LedgerRefusal } from '../ledger/refusal';
import type { Space } from '../ledger/space';
import type { JsonObject, JsonValue } from '../proof/canonical';
import type { OpenSite } from '../site/site';
import type { Vault } from '../vault/evidence';
import type { BackupMemory } from './backupMemory';
import type { Jobs } from './jobs';
import type { SigningAsk } from './signingAsk';
import type { Updater } from './updater';
import type { World } from './world';

/** Held evidence to be shown in a window of its own. `type`: as its content says. `isStillAllowed` is asked while it is open. */
export type ShownFile = {
  readonly sha256: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly isStillAllowed: () => boolean;
};

/** What only the shell can do for a command; replaced by plain functions where there is no window. */
export type Shell = {
  /** Asks where to save a file; null when the person cancels. */
  readonly askWhere: (name: string) => Promise<string | null>;
  readonly setTheme: (theme: 'system' | 'light' | 'dark') => void;
  /** Asks for a folder; null when the person cancels. `words`: what it is for. */
  readonly askFolder: (words: string) => Promise<string | null>;
  /** Asks for a file to read; null when the person cancels. `extensions` without points. */
  readonly askFile: (words: string, extensions: readonly string[]) => Promise<string | null>;
  /** How far long work of the main process itself is, for the screen. */
  readonly progress?: (job: string, done: number, total: number, words: string) => void;
  /** Shows one signing in a window of its own; resolves when that is closed, whatever became of it. */
  readonly askSignature: (ask: SigningAsk) => Promise<void>;
  /** Opens a window with held evidence; absent where there is no window. */
  readonly showFile?: (window: number, file: ShownFile) => Promise<void>;
  readonly jobs: Jobs;
  readonly updater: Updater;
  readonly backups: BackupMemory;
};

/** The acting person of a session, with the key their secret opened. */
export type Acting = {
  readonly user: string;
  readonly role: Role;
  readonly session: string;
  readonly key: SigningKey;
};

/** An open site with everything a command needs; made once by the composition root. */
export type Station = {
  readonly site: OpenSite;
  readonly world: World;
  readonly vault: Vault;
  readonly sessions: Sessions;
  readonly common: CommonPasswords;
  readonly resources: string;
  readonly app: string;
  readonly now: () => number;
  /** What is left of the site's disk; measured unless told. */
  readonly space?: () => Space | undefined;
  readonly shell: Shell;
  /** The local log of incidents; never what was typed. */
  readonly log: (line: string) => void;
  /** Entries were added: screens ask again. */
  readonly changed: () => void;
};

/** The draft under which it is kept where a person is in the app, so that a lock or a power cut brings them back there. */
export const placeDraft = 'place';

export function newId(kind: IdKind): string {
  return `${idPrefixes[kind]}_${uuid()}`;
}

/** The station's short name, part of the numbers people say aloud. */
export function stationName(station: Station): string {
  return station.world.site.devices.find((d) => d.device === station.site.device.id)?.station ?? 'K1';
}

/** Time, fresh ids and numbers for one decision. Numbers count on from the last one recorded. */
export function contextFor(station: Station, actor: Context['actor']): Context {
  const given = new Map<NumberKind, number>();
  const name = stationName(station);
  return {
    now: new Date(station.now()).toISOString(),
    actor: { user: actor.user, role: actor.role, session: actor.session },
    device: station.site.device.id,
    newId,
    nextNumber: (kind) => {
      const next = (given.get(kind) ?? station.world.lastNumber(kind, name)) + 1;
      given.set(kind, next);
      return `${numberKinds[kind]}-${name}-${String(next).padStart(6, '0')}`;
    },
  };
}

/** Parses a proposal's body by its type's schema, so that nothing unreadable ever enters the ledger. Throws on a defect of ours. */
function checkedBody(proposed: Proposed): JsonObject {
  if (!isEntryType(proposed.type)) throw new Error(`No entry type ${proposed.type}`);
  const type: EntryType = proposed.type;
  return entryTypes[type].parse(proposed.body) as unknown as JsonObject;
}

export function toEntry(proposed: Proposed, acting: Acting | undefined): NewEntry {
  const body = checkedBody(proposed);
  const subjects = subjectsOf(proposed.type, body).filter((s) => s !== proposed.stream);
  const base = { type: proposed.type, stream: proposed.stream, body, subjects };
  if (proposed.system !== undefined || !acting)
    return { ...base, actor: { system: proposed.system ?? 'first-run' } };
  const actor = { user: acting.user, role: acting.role, session: acting.session };
  if (proposed.meaning === undefined) return { ...base, actor };
  const { key } = acting;
  return {
    ...base,
    actor,
    sign: { meaning: proposed.meaning, key: key.publicKey, sign: (message) => key.sign(message) },
  };
}

function workOrdersOf(proposals: readonly Proposed[]): Set<string> {
  return new Set(proposals.flatMap((p) => (typeof p.body.workOrder === 'string' ? [p.body.workOrder] : [])));
}

/** The work orders that erasures touch: those that the erased entries belong to. */
function erasedFrom(proposals: readonly Proposed[]): Set<string> {
  return new Set(
    proposals.flatMap(({ body }) => {
      const { workOrder } = (body.stays ?? {}) as { readonly workOrder?: unknown };
      return typeof workOrder === 'string' ? [workOrder] : [];
    }),
  );
}

export type Recording<A> =
  | { readonly ok: true; readonly answer: A; readonly entries: readonly StoredEntry[] }
  | LedgerRefusal;

/** The one way anything is recorded: proposals become entries, views are folded in the same transaction, then it is kept. */
export async function record<A extends object>(
  station: Station,
  idem: string,
  proposals: readonly Proposed[],
  acting: Acting | undefined,
  answer: (last: StoredEntry | undefined) => A,
): Promise<Recording<A>> {
  const { ledger } = station.site;
  const { world } = station;
  try {
    const erases = proposals.some(({ type }) => type === 'body.erased');
    const command = {
      idem,
      entries: proposals.map((p) => toEntry(p, acting)),
      project: erases
        ? world.projectingErasure(erasedFrom(proposals))
        : world.projecting(workOrdersOf(proposals)),
      answer: (entries: readonly StoredEntry[]) => answer(entries[entries.length - 1]) as A & JsonValue,
    };
    const done = await (erases ? ledger.erase(command) : ledger.append(command));
    if (!done.ok) {
      world.drop();
      return done;
    }
    world.keep();
    if (done.entries.length > 0) station.changed();
    return { ok: true, answer: done.answer, entries: done.entries };
  } catch (fault) {
    world.drop();
    throw fault;
  }
}
