import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { SiteState } from '../domain/procedure/site';
import { openReader, type ReadableDb } from '../ledger/database';
import { utf8 } from '../proof/encoding';
import {
  type ManifestFile,
  type ManifestLog,
  manifestScope,
  PACK_KIND,
  type PackManifest,
  packKeysBytes,
  packManifestBytes,
  packMembers,
  packOrder,
} from '../proof/pack/manifest';
import { diskWords, readPastCache } from '../site/copying';
import { openVault } from '../vault/evidence';
import { reportedCases, siteThen } from './cases';
import { bodyOf, type Disclosure, disclose } from './disclose';
import { type PackGiven, PackNotWritten, type WrittenPack } from './giving';
import { packKeys } from './keys';
import { type WrittenLines, writeLines } from './lines';
import { reportHtml } from './report/report';
import { type Requested, readRequest } from './request';
import { type Member, writeZip } from './zip';

export type PackVoice = {
  readonly progress: (done: number, total: number, words: string) => void;
  /** Resolves when the main process has signed the manifest and put its note where it was told. */
  readonly send: (piece: { readonly manifest: string }) => Promise<void>;
  /** The verifier that a stranger has, over the file as it lies there. */
  readonly verify: (
    path: string,
    progress: (done: number, total: number, words: string) => void,
  ) => Promise<{ readonly verdict: 0 | 1 | 2 | 3; readonly findings: readonly string[] }>;
};

/** A member, with the hash that the manifest names. */
type Part = Member & { readonly sha256: string };

const gathering = 'Gathering entries';
const writing = 'Writing the pack';

/**
 * Writes an audit pack from the entry that asked for it, in one read transaction, and reads it back. The same request gives the
 * same bytes, whenever and wherever it is made again. What is at `part` afterwards is the whole pack; where this throws, its caller
 * takes it away.
 * @throws PackNotWritten in words for people.
 */
export async function writePack(given: PackGiven, voice: PackVoice): Promise<WrittenPack> {
  const place = basename(dirname(given.part)) || dirname(given.part);
  rmSync(given.staging, { recursive: true, force: true });
  mkdirSync(given.staging, { recursive: true, mode: 0o700 });
  const gathered = gather(given, voice);
  const bytes = packManifestBytes(gathered.manifest);
  await voice.send({ manifest: Buffer.from(bytes).toString('utf8') });
  const members: Member[] = [
    ...gathered.parts.slice(0, 1),
    { name: packMembers.manifest, bytes },
    { name: packMembers.note, bytes: readFileSync(given.note) },
    ...gathered.parts.slice(1),
  ];
  const total = members.reduce((sum, m) => sum + ('bytes' in m ? m.bytes.length : m.size), 0);
  try {
    const written = await writeZip(members, given.part, (done) =>
      voice.progress(Math.min(done, total), total, writing),
    );
    voice.progress(total, total, 'Reading it back');
    // What the medium holds, past the system's cache; then what it says.
    let crc = 0;
    await readPastCache(given.part, (bytes) => {
      crc = crc32(bytes, crc);
    });
    if (crc !== written.crc)
      throw new PackNotWritten(
        'What was written does not read back as it was written: that stick or disk is not to be trusted. Use another one.',
      );
    const judged = await voice.verify(given.part, (done, of) =>
      voice.progress(done, of, 'Verifying the pack'),
    );
    if (judged.verdict === 1)
      throw new PackNotWritten(
        `It was written and does not verify, so it was taken away again. ${judged.findings[0] ?? ''} Run Verify on this site.`,
      );
    return { sha256: written.sha256, size: written.size, manifest: sha256Of(bytes) };
  } catch (error) {
    if (error instanceof PackNotWritten) throw error;
    throw new PackNotWritten(diskWords(error, place, dirname(given.part)));
  }
}

/** Everything but the manifest and its note, in the order of the ZIP, and the manifest that names it. */
function gather(
  given: PackGiven,
  voice: PackVoice,
): { readonly manifest: PackManifest; readonly parts: readonly Part[] } {
  const reader = openReader(given.folder);
  if (!reader.ok) throw new PackNotWritten(reader.message);
  const { db } = reader;
  // One read transaction, so that nothing that is recorded meanwhile is seen by half.
  db.exec('BEGIN');
  try {
    const requested = readRequest(db, given.request);
    const disclosure = disclose(db, requested);
    const lines = linesOf(db, requested, disclosure, given, voice);
    const site = siteThen(db, requested);
    const partial = manifestOf(db, site, requested, disclosure, lines);
    const parts = partsOf(db, site, requested, disclosure, given, { partial, lines });
    const files = parts.map(
      (part): ManifestFile => ({
        name: part.name,
        sha256: part.sha256,
        size: 'bytes' in part ? part.bytes.length : part.size,
      }),
    );
    return { manifest: { ...partial, files }, parts };
  } finally {
    db.close();
  }
}

type Lines = ReadonlyMap<string, WrittenLines & { readonly path: string }>;

function linesOf(
  db: ReadableDb,
  { logs }: Requested,
  disclosure: Disclosure,
  { staging }: PackGiven,
  voice: PackVoice,
): Lines {
  const total = disclosure.shown.size + logs.reduce((sum, { from, to }) => sum + to - from, 0);
  let done = 0;
  return new Map(
    logs.map((log) => {
      const path = join(staging, packMembers.entries(log.log));
      const written = writeLines(db, log, disclosure, path, () => {
        done += 1;
        if (done % 1000 === 0) voice.progress(Math.min(done, total), total, gathering);
      });
      return [log.log, { ...written, path }] as const;
    }),
  );
}

function manifestOf(
  db: ReadableDb,
  site: SiteState,
  requested: Requested,
  disclosure: Disclosure,
  lines: Lines,
): Omit<PackManifest, 'files'> {
  const { header, asked, place } = requested;
  const { actor, log } = header;
  if (!('user' in actor)) throw new PackNotWritten('No person asked for this pack.');
  const body = bodyOf(
    db.prepare('SELECT body FROM entries WHERE place = ?').pluck().get(disclosure.site) as Uint8Array,
  );
  return {
    v: 1,
    kind: PACK_KIND,
    pack: asked.pack,
    number: asked.number,
    at: header.at,
    app: header.app,
    site: String(body.site),
    siteName: String(body.name),
    device: log.slice(0, log.indexOf('/')),
    by: { name: site.people.get(actor.user)?.name ?? actor.user, role: actor.role, user: actor.user },
    reason: asked.reason,
    scope: manifestScope(asked.scope, asked.words),
    request: { log: place.log, seq: place.seq },
    addendumTo: asked.addendumTo ?? null,
    logs: requested.logs.map(
      ({ log: name, size, from, to }): ManifestLog => ({
        log: name,
        size,
        lines: lines.get(name)?.lines ?? 0,
        from,
        to,
      }),
    ),
    workOrders: disclosure.workOrders.map(({ workOrder, number, places }) => ({
      workOrder,
      number,
      entries: places.length,
    })),
    withheld: [...lines.values()].reduce((sum, { withheld }) => sum + withheld, 0),
  };
}

function partsOf(
  db: ReadableDb,
  site: SiteState,
  requested: Requested,
  disclosure: Disclosure,
  given: PackGiven,
  { partial, lines }: { readonly partial: Omit<PackManifest, 'files'>; readonly lines: Lines },
): Part[] {
  const text = (name: string, bytes: Uint8Array): Part => ({ name, bytes, sha256: sha256Of(bytes) });
  const report = reportHtml({
    manifest: partial,
    workOrders: reportedCases(db, site, requested, disclosure),
    erased: erasedIn(db, disclosure),
    stations: Object.fromEntries(site.devices.map(({ device, station }) => [device, station])),
  });
  const parts = new Map<string, Part>();
  const put = (part: Part): void => void parts.set(part.name, part);
  put(text(packMembers.page, utf8(report)));
  put(text(packMembers.keys, packKeysBytes(packKeys(db, disclosure))));
  for (const { log, note } of requested.logs) {
    const written = lines.get(log);
    if (written === undefined) throw new Error(`no lines of ${log}`);
    const { path, sha256, size } = written;
    put({ name: packMembers.entries(log), path, sha256, size });
    put(text(packMembers.checkpoint(log), utf8(note)));
  }
  const evidence = [...disclosure.evidence].sort();
  const vault = openVault(join(given.folder, 'evidence'));
  for (const sha256 of evidence) put(file(packMembers.evidence(sha256), vault.path(sha256), sha256));
  const documents = [...disclosure.documents].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [number, sha256] of documents)
    put(file(packMembers.closure(number), join(given.folder, 'closures', `${number}.pdf`), sha256));
  put(text(packMembers.format, readFileSync(join(given.resources, 'help', 'ledger-format.md'))));
  const order = packOrder(
    requested.logs.map(({ log }) => log),
    evidence,
    documents.map(([number]) => number),
  );
  return order.flatMap((name) => parts.get(name) ?? []);
}

/** A file by the hash that an entry names. Its bytes are checked when the pack is read back. */
function file(name: string, path: string, sha256: string): Part {
  if (!existsSync(path))
    throw new PackNotWritten(
      `The file ${name}, which an entry names, is not in this site’s folder any more. Run Verify, and restore the file from a backup.`,
    );
  return { name, path, sha256, size: statSync(path).size };
}

function erasedIn(db: ReadableDb, disclosure: Disclosure) {
  const read = db.prepare(
    'SELECT l.log, e.seq, e.body FROM entries e JOIN logs l USING (log_no) WHERE e.place = ?',
  );
  return [...disclosure.erasedBy]
    .map(([target, by]) => {
      const of = read.get(target) as { log: string; seq: number };
      const from = read.get(by) as { log: string; seq: number; body: Uint8Array };
      const { authority, scope } = bodyOf(from.body);
      return {
        target: { log: of.log, seq: of.seq },
        by: { log: from.log, seq: from.seq },
        authority: String(authority ?? ''),
        scope: String(scope ?? ''),
      };
    })
    .sort((a, b) =>
      a.target.log === b.target.log ? a.target.seq - b.target.seq : a.target.log < b.target.log ? -1 : 1,
    );
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
