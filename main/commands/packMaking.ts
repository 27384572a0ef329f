import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Outcome } from '../contract/call';
import { type PackAsked, packIssued, requestPack } from '../domain/pack/decide';
import type { PackScope } from '../domain/pack/pack';
import { scopeWords } from '../domain/pack/words';
import { type Refusal, refuse } from '../domain/refusal';
import { deviceOf } from '../domain/sync/sync';
import { primitives } from '../ledger/primitives';
import { headsOf } from '../ledger/snapshot';
import { PackNotWritten, type WrittenPack } from '../pack/giving';
import { utf8 } from '../proof/encoding';
import { signPackManifest } from '../proof/pack/manifest';
import { diskWords, syncOne } from '../site/copying';
import { scopeNames, selectWorkOrders } from '../views/packSelection';
import { type HeldPack, issuedPack, packOf } from '../views/packs';
import { actingFor } from './authority';
import type { Given } from './deeds';
import { JobStopped } from './jobs';
import { type Acting, contextFor, newId, record, type Station } from './station';

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;
type Place = { readonly log: string; readonly seq: number };

const making = new WeakSet<Station>();
const busy = refuse('in-use', 'A pack is being made already. Wait until it ends, or cancel it.');

/** Times as packs say them: UTC with milliseconds. */
function inUtc(scope: PackScope): PackScope {
  const at = (time: string | undefined): string | undefined =>
    time === undefined ? undefined : new Date(time).toISOString();
  if (scope.kind === 'work-orders') return { ...scope, workOrders: [...new Set(scope.workOrders)].sort() };
  if (scope.kind === 'dates')
    return { ...scope, from: at(scope.from) ?? scope.from, until: at(scope.until) ?? scope.until };
  const { from, until, ...rest } = scope;
  return {
    ...rest,
    ...(from === undefined ? {} : { from: at(from) }),
    ...(until === undefined ? {} : { until: at(until) }),
  } as PackScope;
}

/** What the arguments ask for, of the ledger as it is now. */
async function askedNow(station: Station, args: Given<'exportPack'>): Promise<PackAsked> {
  const { site, world } = station;
  const { db, log: own } = site.ledger;
  const scope = inUtc(args.scope);
  const counting = { db, site: world.site, now: new Date(station.now()).toISOString() };
  const selected = await selectWorkOrders(counting, scope);
  return {
    scope,
    words: scopeWords(scope, scopeNames(world.site), {
      selected: selected.length,
      disclosed: args.disclose === undefined ? selected.length : new Set(args.disclose).size,
    }),
    reason: args.reason,
    selected,
    disclose: args.disclose,
    complete: args.complete,
    addendumTo: args.addendumTo === undefined ? undefined : (issuedPack(db, args.addendumTo) ?? 'unknown'),
    logs: headsOf(db).flatMap(({ log, size }) => (log === own ? [] : [{ log, size }])),
  };
}

/**
 * C7, C8: the place is asked for first, so that who cancels there asked for nothing. Then the request is an entry, the file is
 * written from that entry alone, and once it is read back and stands where it was wanted, that is an entry too.
 */
export async function exportPack(
  station: Station,
  window: number,
  args: Given<'exportPack'>,
  inTurn: InTurn,
): Promise<Outcome<object>> {
  const acting = actingFor(station, window, 'exportPack');
  if ('ok' in acting) return acting;
  if (making.has(station)) return busy;
  making.add(station);
  try {
    const ahead = requestPack(await askedNow(station, args), contextFor(station, acting));
    if (!ahead.ok) return ahead;
    const { number } = ahead.answer;
    const at = new Date(station.now()).toISOString();
    const target = await station.shell.askWhere(`${number}.pdpack.zip`);
    if (target === null)
      return { ok: true, answer: { seq: -1, at, pack: '', number, path: null, sha256: '' } };
    const wrong = targetRefusal(target);
    if (wrong) return wrong;
    const asked = await inTurn(async () => {
      const decided = requestPack(await askedNow(station, args), contextFor(station, acting));
      if (!decided.ok) return decided;
      const { pack } = decided.answer;
      const done = await record(station, newId('command'), decided.entries, acting, () => ({}));
      if (!done.ok) return refuse('read-only', done.message);
      const entry = done.entries.find((e) => e.header.type === 'pack.requested');
      return entry ? { ok: true as const, pack, number: decided.answer.number, request: entry } : unrecorded;
    });
    if (!asked.ok) return asked;
    return await issue(station, acting, { ...asked, target }, inTurn);
  } finally {
    making.delete(station);
  }
}

const unrecorded = refuse('read-only', 'The request was not recorded, so no pack was made.');

/** Makes a pack again from the entry that asked for it: the same bytes, or none. */
export async function issuePackAgain(
  station: Station,
  window: number,
  args: Given<'issuePackAgain'>,
  inTurn: InTurn,
): Promise<Outcome<object>> {
  const acting = actingFor(station, window, 'issuePackAgain');
  if ('ok' in acting) return acting;
  const held = packOf(station.site.ledger.db, args.pack);
  if (held === undefined) return refuse('not-found', 'There is no request for this pack here.');
  const elsewhere = writtenElsewhere(station, held);
  if (elsewhere) return elsewhere;
  if (making.has(station)) return busy;
  making.add(station);
  try {
    const { pack, number } = held.asked;
    const target = await station.shell.askWhere(`${number}.pdpack.zip`);
    if (target === null) return { ok: true, answer: { path: null, sha256: held.issued?.body.sha256 ?? '' } };
    const wrong = targetRefusal(target);
    if (wrong) return wrong;
    const before = held.issued?.body.sha256;
    return await issue(station, acting, { pack, number, request: held.entry, target, before }, inTurn);
  } finally {
    making.delete(station);
  }
}

/** A pack's list of contents is signed by the device at which it was asked for, and by no other. */
function writtenElsewhere(station: Station, { entry, asked }: HeldPack): Refusal | undefined {
  const device = deviceOf(entry.log);
  if (device === station.site.device.id) return undefined;
  const name = station.world.site.devices.find((d) => d.device === device)?.station ?? 'another station';
  return refuse(
    'elsewhere',
    `${asked.number} was asked for at station ${name}, whose key signs it. Nothing was written. Make it again there, or export a pack here.`,
  );
}

function targetRefusal(target: string): Refusal | undefined {
  return existsSync(target) && !statSync(target).isFile()
    ? refuse('folder', `${basename(target)} is there already and is no file. Choose another place.`)
    : undefined;
}

type Issuing = {
  readonly pack: string;
  readonly number: string;
  readonly request: Place;
  readonly target: string;
  /** The hash of the file that was issued before. */
  readonly before?: string | undefined;
};

async function issue(
  station: Station,
  acting: Acting,
  issuing: Issuing,
  inTurn: InTurn,
): Promise<Outcome<object>> {
  const { pack, number, target } = issuing;
  const part = `${target}.part`;
  try {
    const written = await write(station, issuing, part);
    if (issuing.before !== undefined && issuing.before !== written.sha256)
      throw new PackNotWritten(
        'What this version of the app writes differs from the file that was issued, so it was taken away again. The issued file stays as valid as it was; make a new pack, or use the version that issued it.',
      );
    const done = await inTurn(async () => {
      renameSync(part, target);
      syncOne(dirname(target));
      const body = { pack, number, ...written };
      const recorded = await record(station, newId('command'), [packIssued(body)], acting, (last) => ({
        seq: last?.seq ?? -1,
        at: last?.header.at ?? '',
      })).catch((fault: unknown) => {
        rmSync(target, { force: true });
        throw fault;
      });
      if (!recorded.ok) rmSync(target, { force: true });
      return recorded;
    });
    if (!done.ok) return unfinished(issuing, done.message);
    return { ok: true, answer: { ...done.answer, pack, number, path: target, sha256: written.sha256 } };
  } catch (error) {
    // In the utility process every failure in words arrives as a stopped job.
    if (error instanceof JobStopped && error.cancelled) return unfinished(issuing, 'It was cancelled.');
    if (error instanceof PackNotWritten || error instanceof JobStopped)
      return unfinished(issuing, error.message);
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined || !('path' in (error as object))) throw error;
    return unfinished(issuing, diskWords(error, basename(dirname(target)) || target));
  } finally {
    // A job that was cancelled is killed where it stands.
    rmSync(part, { force: true });
  }
}

function unfinished({ number, before }: Issuing, why: string): Refusal {
  return refuse(
    'folder',
    before === undefined
      ? `${number} was not written: ${why} The request stands in the ledger, unfinished; it can be made from the list of packs.`
      : `${number} was not written again: ${why}`,
  );
}

async function write(station: Station, { pack, request }: Issuing, part: string): Promise<WrittenPack> {
  const { site, shell, resources } = station;
  const staging = join(site.folder, 'outbox', pack);
  const note = `${staging}.note`;
  mkdirSync(dirname(staging), { recursive: true, mode: 0o700 });
  try {
    return await shell.jobs.run(
      'writePack',
      {
        folder: site.folder,
        resources,
        request: { log: request.log, seq: request.seq },
        staging,
        note,
        part,
      },
      async ({ manifest }) => {
        const by = {
          site: site.identity.site,
          device: site.device.id,
          key: Buffer.from(site.device.key.publicKey, 'base64'),
        };
        writeFileSync(
          note,
          signPackManifest(primitives.sha256, utf8(manifest), by, (message) => site.device.key.sign(message)),
        );
      },
    );
  } finally {
    rmSync(staging, { recursive: true, force: true });
    rmSync(note, { force: true });
  }
}
