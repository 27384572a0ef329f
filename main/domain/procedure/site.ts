import type { z } from 'zod';
import type { Recorded } from '../entry';
import type { Person, personEntries } from '../people/person';
import { idleMinutes, type securityEntries } from '../security/security';
import { deviceOf, type syncEntries } from '../sync/sync';
import type { ExceptionCode } from './catalogue';
import type { JobType } from './jobType';
import type { Checklist, procedureEntries, ReleasedVersion } from './procedure';

/** Everything deciders need to know of the site itself: people, job types, codes and checklists. */
export type SiteState = {
  readonly site:
    | { readonly id: string; readonly name: string; readonly sample: boolean; readonly certificate: string }
    | undefined;
  /** What an admin has set for sign-in here. */
  readonly security: { readonly idleMinutes: number };
  readonly devices: readonly {
    readonly device: string;
    readonly station: string;
    readonly key: string;
    readonly certificate: string;
    /** When it was enrolled, and what the root signed about it. */
    readonly at: string;
    readonly statement: string;
    readonly signature: string;
    /** To which age recipient bundles for it are encrypted; null until it has said so. */
    readonly recipient: string | null;
  }[];
  readonly people: ReadonlyMap<string, Person>;
  readonly jobTypes: ReadonlyMap<string, JobType>;
  readonly codes: ReadonlyMap<string, ExceptionCode>;
  readonly checklists: ReadonlyMap<string, Checklist>;
  readonly versions: ReadonlyMap<string, ReleasedVersion>;
};

export const emptySite: SiteState = {
  site: undefined,
  security: { idleMinutes: idleMinutes.usual },
  devices: [],
  people: new Map(),
  jobTypes: new Map(),
  codes: new Map(),
  checklists: new Map(),
  versions: new Map(),
};

type ProcedureBody<K extends keyof typeof procedureEntries> = z.infer<(typeof procedureEntries)[K]>;
type PersonBody<K extends keyof typeof personEntries> = z.infer<(typeof personEntries)[K]>;

function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

/** Folds one entry into the site's state; entries of a type it does not know leave it as it is. */
export function evolveSite(state: SiteState, entry: Recorded): SiteState {
  if (entry.body === undefined) return state;
  const by = 'user' in entry.actor ? entry.actor.user : '';
  switch (entry.type) {
    case 'site.created': {
      const b = entry.body as ProcedureBody<'site.created'>;
      return { ...state, site: { id: b.site, name: b.name, sample: b.sample, certificate: b.certificate } };
    }
    case 'site.security-set': {
      const b = entry.body as z.infer<(typeof securityEntries)['site.security-set']>;
      return { ...state, security: { idleMinutes: b.idleMinutes } };
    }
    case 'device.enrolled': {
      const b = entry.body as ProcedureBody<'device.enrolled'>;
      return {
        ...state,
        devices: [
          ...state.devices,
          {
            device: b.device,
            station: b.station,
            key: b.key,
            certificate: b.certificate,
            at: entry.at,
            statement: b.statement,
            signature: b.signature,
            recipient: b.recipient ?? null,
          },
        ],
      };
    }
    case 'device.recipient-announced': {
      const b = entry.body as z.infer<(typeof syncEntries)['device.recipient-announced']>;
      // Nobody says it for another: bundles would be read by whoever did.
      if (deviceOf(entry.log) !== b.device) return state;
      return {
        ...state,
        devices: state.devices.map((d) => (d.device === b.device ? { ...d, recipient: b.recipient } : d)),
      };
    }
    case 'user.enrolled': {
      const b = entry.body as PersonBody<'user.enrolled'>;
      return {
        ...state,
        people: withEntry(state.people, b.user, {
          ...b,
          key: b.key,
          keys: b.key === undefined ? [] : [b.key],
          resets: [],
          active: true,
          since: entry.at,
        }),
      };
    }
    case 'user.code-issued': {
      const b = entry.body as PersonBody<'user.code-issued'>;
      const person = state.people.get(b.user);
      // Nobody gives themselves a code, whatever another station's log says.
      if (!person || by === b.user) return state;
      return { ...state, people: withEntry(state.people, b.user, { ...person, waiting: b.purpose }) };
    }
    case 'user.key-set': {
      const b = entry.body as PersonBody<'user.key-set'>;
      const person = state.people.get(b.user);
      // A code is used once: of two stations that took the same one, the earlier stands.
      if (!person || person.waiting === undefined || by !== b.user || entry.signature?.key !== b.key)
        return state;
      const set = {
        ...person,
        key: b.key,
        keys: [...person.keys, b.key],
        waiting: undefined,
        resets: b.purpose === 'reset' ? [...person.resets, entry.at] : person.resets,
      };
      return { ...state, people: withEntry(state.people, b.user, set) };
    }
    case 'user.deactivated': {
      const b = entry.body as PersonBody<'user.deactivated'>;
      const person = state.people.get(b.user);
      return person
        ? { ...state, people: withEntry(state.people, b.user, { ...person, active: false }) }
        : state;
    }
    case 'job-type.defined': {
      // Erased only when it was defined anew since: the later one says what holds.
      if (entry.erased) return state;
      const b = entry.body as ProcedureBody<'job-type.defined'>;
      return { ...state, jobTypes: withEntry(state.jobTypes, b.jobType, b) };
    }
    case 'code.defined': {
      if (entry.erased) return state;
      const b = entry.body as ProcedureBody<'code.defined'>;
      return { ...state, codes: withEntry(state.codes, b.code, b) };
    }
    case 'checklist.draft-saved': {
      const b = entry.body as ProcedureBody<'checklist.draft-saved'>;
      const before = state.checklists.get(b.checklist);
      if (entry.erased && !before) return state;
      const authors = before?.authors.includes(by) ? before.authors : [...(before?.authors ?? []), by];
      return {
        ...state,
        checklists: withEntry(state.checklists, b.checklist, {
          checklist: b.checklist,
          // Who wrote a draft stays when what it said is erased.
          draft: entry.erased && before ? before.draft : b.document,
          draftBy: by,
          draftAt: entry.at,
          authors,
          requested: undefined,
          versions: before?.versions ?? [],
        }),
      };
    }
    case 'checklist.release-requested': {
      const b = entry.body as ProcedureBody<'checklist.release-requested'>;
      const list = state.checklists.get(b.checklist);
      if (!list) return state;
      const { documentHash, reason, causes } = b;
      const requested = { by, at: entry.at, documentHash, reason, ...(causes ? { causes } : {}) };
      return { ...state, checklists: withEntry(state.checklists, b.checklist, { ...list, requested }) };
    }
    case 'checklist.released': {
      const b = entry.body as ProcedureBody<'checklist.released'>;
      const list = state.checklists.get(b.checklist);
      if (!list) return state;
      const version: ReleasedVersion = {
        version: b.version,
        checklist: b.checklist,
        number: b.number,
        document: b.document,
        documentHash: b.documentHash,
        author: b.author,
        releasedBy: by,
        releasedAt: entry.at,
        reason: b.reason,
        ...(b.causes ? { causes: b.causes } : {}),
      };
      return {
        ...state,
        versions: withEntry(state.versions, b.version, version),
        checklists: withEntry(state.checklists, b.checklist, {
          ...list,
          authors: [],
          requested: undefined,
          versions: [...list.versions, version],
        }),
      };
    }
    default:
      return state;
  }
}

/** The newest released version of the checklist for a job type, if any. */
export function effectiveVersion(state: SiteState, jobType: string): ReleasedVersion | undefined {
  let newest: ReleasedVersion | undefined;
  for (const list of state.checklists.values()) {
    const version = list.versions[list.versions.length - 1];
    if (
      version &&
      version.document.jobType === jobType &&
      (!newest || version.releasedAt > newest.releasedAt)
    )
      newest = version;
  }
  return newest;
}

/** Active people with a role. */
export function peopleWith(state: SiteState, role: Person['role']): Person[] {
  return [...state.people.values()].filter((person) => person.active && person.role === role);
}
