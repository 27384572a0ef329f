import type { Status } from '../contract/answers';
import { entriesHeld } from '../ledger/read';
import { lastBackup } from './lastBackup';
import { roomOf } from './room';
import type { Station } from './station';
import { placeDraft, stationName } from './station';

/** What About says of the runtime; given by the shell once. */
export type RuntimeFacts = Status['runtime'];
export type StatusParts = {
  readonly runtime: RuntimeFacts;
  readonly theme: () => Status['theme'];
  readonly sampleSecret: string | undefined;
  /** What became of a restore on this machine since the app started. */
  readonly restore?: () => Status['restore'];
};

const parts = new WeakMap<Station, StatusParts>();

/** Tells the status query what only the shell knows. */
export function describeStation(station: Station, given: StatusParts): void {
  parts.set(station, given);
}

/** What a window shows before anything else: whose it is, and whether all is well. */
export function statusOf(station: Station, window: number): Status {
  const given = parts.get(station);
  if (!given) throw new Error('The station was not described.');
  const { world, site } = station;
  const session = station.sessions.state(window);
  const person = session.kind === 'open' ? world.site.people.get(session.user.id) : undefined;
  const place = person ? site.drafts.of(person.user, placeDraft)[placeDraft] : undefined;
  const note = site.drafts.note('last-check');
  const last =
    note === undefined ? undefined : (JSON.parse(note) as { at: string; ok: boolean; words: string });
  const sample = world.site.site?.sample ?? false;
  const backedUp = lastBackup(station);
  const restore = given.restore?.();
  const disk = roomOf(station);
  return {
    stage: person?.active ? 'signed-in' : 'signed-out',
    folder: site.folder,
    site: { name: world.site.site?.name ?? '', station: stationName(station), sample },
    ...(sample && given.sampleSecret !== undefined ? { sampleSecret: given.sampleSecret } : {}),
    ...(person
      ? {
          person: {
            user: person.user,
            name: person.name,
            role: person.role,
            identifier: person.identifier,
            active: person.active,
          },
        }
      : {}),
    ...(place === undefined ? {} : { place }),
    sittingSigned: session.kind === 'open' && session.nextSignature === 'secret',
    theme: given.theme(),
    entries: entriesHeld(site.ledger.db),
    ...(last ? { lastCheck: { at: last.at, ok: last.ok, words: last.words } } : {}),
    ...(backedUp ? { lastBackup: backedUp } : {}),
    ...(disk ? { disk } : {}),
    ...(restore ? { restore } : {}),
    runtime: given.runtime,
    waiting: waiting(station),
  };
}

/** Whose half-typed work is kept, and where: number and step, never a value. */
function waiting(station: Station): Status['waiting'] {
  const { world, site } = station;
  const seen = new Map<string, Status['waiting'][number]>();
  for (const { user, place } of site.drafts.places()) {
    const [kind, workOrder, step] = place.split(':');
    if (kind !== 'run' || workOrder === undefined || step === undefined) continue;
    const state = world.caseOf(workOrder);
    const person = world.site.people.get(user);
    const document = world.documentFor(state);
    if (!state.workOrder || !person || !document || state.closure) continue;
    const title = document.sections.flatMap((s) => s.steps).find((s) => s.id === step)?.title ?? '';
    seen.set(`${user} ${workOrder}`, {
      user,
      name: person.name,
      number: state.workOrder.number,
      step: title,
    });
  }
  return [...seen.values()];
}
