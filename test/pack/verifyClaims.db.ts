import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { primitives } from '../../main/ledger/primitives';
import { canonicalBytes, type JsonValue } from '../../main/proof/canonical';
import { base64, utf8 } from '../../main/proof/encoding';
import { leafHash, originOf } from '../../main/proof/header';
import { noteKeyHash, signCheckpoint } from '../../main/proof/note';
import { appendLeaf, completingLeaf, emptyRange, inclusionProof, rootOf } from '../../main/proof/tree';
import { AtWork } from '../commands/atWork';
import { sampleOrders, startChecked } from '../commands/busyHistory';
import { carry, newStick, secondStation, throwAway } from '../sync/stations';
import { type Forger, type Forgery, forge, judge, withheldLine } from './forging';
import { carryOut, dropFolder, newFolder, pack, readPack, type Said } from './packing';

const forgerOf = ({ station: { site } }: AtWork): Forger => ({
  site: site.identity.site,
  device: site.device.id,
  key: Buffer.from(site.device.key.publicKey, 'base64'),
  sign: (message) => site.device.key.sign(message),
});

describe('a pack whose own device changed it and signed it again', () => {
  let k1: AtWork;
  let k2: AtWork;
  let folder: string;
  let stick: string;
  let seal: string;
  let access: string;
  /** Two work orders, one of them closed, nothing claimed complete. */
  let partial: Buffer;
  /** One disclosed, everything in the range. */
  let complete: Buffer;
  /** Both disclosed, everything in the range. */
  let both: Buffer;
  let own: string;
  let by: Forger;

  const made = async (name: string, disclose: string[], all: boolean): Promise<Buffer> => {
    const path = join(folder, name);
    await pack(k1, path, {
      scope: all
        ? { kind: 'dates', from: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' }
        : { kind: 'work-orders', workOrders: disclose },
      ...(all ? { disclose } : {}),
      complete: all,
    });
    return readFileSync(path);
  };
  const said = async (zip: Buffer, change: (pack: Forgery) => unknown, recount = true, who = by) => {
    const found = await judge(forge(zip, who, change, recount));
    return { verdict: found.verdict, findings: found.findings.join('\n') };
  };
  const linesOf = (zip: Buffer): readonly Said[] => readPack(zip).lines;
  const dropped = ({ lines }: Forgery, which: (line: Said) => boolean): void => {
    for (const [log, all] of lines)
      lines.set(
        log,
        all.filter((line) => !which(line)),
      );
  };

  beforeAll(async () => {
    folder = newFolder();
    stick = newStick();
    k1 = await AtWork.sample();
    k2 = await secondStation(k1, 'K2', stick);
    ({ seal, access } = await sampleOrders(k1));
    await carryOut(k1, seal);
    await startChecked(k1, access);
    await carry(k1, k2, stick);
    await carry(k2, k1, stick);
    partial = await made('partial.zip', [seal, access], false);
    complete = await made('complete.zip', [seal], true);
    both = await made('both.zip', [seal, access], true);
    by = forgerOf(k1);
    own = k1.station.site.ledger.head()?.log ?? '';
  }, 300_000);
  afterAll(async () => {
    await k1?.close();
    await k2?.close();
    throwAway(stick);
    dropFolder(folder);
  });

  it('is as it was where nothing was changed', async () => {
    expect((await judge(partial)).findings).toEqual([]);
    expect((await judge(partial)).verdict).toBe(0);
    const found = await judge(complete);
    expect(found.findings).toEqual([]);
    expect(found.verdict).toBe(2);
    expect(found.withheldWorkOrders).toContain(access);
    expect(found.logs.map(({ station }) => station).sort()).toEqual(['K1', 'K2']);
    expect(forge(partial, by, () => undefined).equals(partial)).toBe(true);
  });

  it('names the work order of which an entry is left out, whichever entry of the run it is', async () => {
    const run = linesOf(partial).filter(({ body }) => body?.workOrder === seal);
    const closing = run.findIndex(({ header }) => header.type === 'work-order.closed');
    expect(closing).toBeGreaterThan(30);
    for (const line of run.slice(0, closing)) {
      const { verdict, findings } = await said(partial, (p) =>
        dropped(p, (l) => l.seq === line.seq && l.log === line.log),
      );
      expect([line.seq, verdict]).toEqual([line.seq, 1]);
      expect(findings).toMatch(/closed a work order of \d+ entries, and one of them is not there/);
    }
  }, 60_000);

  it('names the entries that are left out of a range that is claimed complete: one, a whole run, the first, the last', async () => {
    const all = linesOf(complete).filter(({ log }) => log === own);
    const last = all[all.length - 2];
    for (const line of [all[0], all[7], last]) {
      const { verdict, findings } = await said(complete, (p) =>
        dropped(p, (l) => l.log === own && l.seq === line?.seq),
      );
      expect(verdict).toBe(1);
      expect(findings).toContain(`Entry ${line?.seq} is missing in the log of K1`);
    }
    const gone = await said(both, (p) => dropped(p, ({ body }) => body?.workOrder === access));
    expect(gone.verdict).toBe(1);
    expect(gone.findings).toMatch(/Entr(y|ies) [\d ,to]+ (is|are) missing in the log of K1/);
  });

  it('names a file, and a log, that is left out', async () => {
    const photo = await said(partial, ({ members }) => {
      members.delete([...members.keys()].find((name) => name.startsWith('evidence/')) ?? '');
    });
    expect(photo).toMatchObject({ verdict: 1 });
    expect(photo.findings).toMatch(
      /evidence\/[0-9a-f]{64}, which entry \d+ of K1 \(run RUN-K1-\d+, step \d+, .+\) names, is not in the pack/,
    );
    const document = await said(partial, ({ members }) => {
      members.delete([...members.keys()].find((name) => name.startsWith('closures/')) ?? '');
    });
    expect(document.findings).toMatch(
      /closures\/CL-K1-000001\.pdf, which entry \d+ of K1 .* names, is not in the pack/,
    );
    const log = await said(complete, ({ manifest, members, lines }) => {
      const other = manifest.logs.find((l) => l.log !== own)?.log ?? '';
      manifest.logs = manifest.logs.filter((l) => l.log === own);
      lines.delete(other);
      members.delete(`ledger/${other}/entries.jsonl`);
      members.delete(`ledger/${other}/checkpoint.txt`);
    });
    expect(log.verdict).toBe(1);
    expect(log.findings).toContain('The manifest\'s "logs" is not what entry');
  });

  it('names what a file of another name or other bytes is', async () => {
    const more = await said(partial, ({ members }) => {
      const format = members.get('FORMAT.md') as Uint8Array;
      members.delete('FORMAT.md');
      members.set(`evidence/${'f'.repeat(64)}`, Buffer.from('nobody asked for it'));
      members.set('FORMAT.md', format);
    });
    expect(more.verdict).toBe(1);
    expect(more.findings).toMatch(
      /evidence\/f+ is in the pack, and no disclosed entry names it|out of order|stands where/,
    );
    const other = await said(partial, ({ members }) => {
      const name = [...members.keys()].find((n) => n.startsWith('closures/')) ?? '';
      members.set(name, Buffer.from('another document'));
    });
    expect(other.findings).toMatch(/closures\/CL-K1-000001\.pdf is not the file that entry \d+ of K1/);
  });

  it('names lines that were swapped, or stand twice', async () => {
    const swapped = await said(partial, ({ lines }) => {
      const all = lines.get(own) as Said[];
      [all[5], all[6]] = [all[6] as Said, all[5] as Said];
    });
    expect(swapped.findings).toMatch(/The line of entry \d+ of K1 .* is out of order/);
    const twice = await said(partial, ({ lines }) => {
      const all = lines.get(own) as Said[];
      all.splice(5, 0, all[5] as Said);
    });
    expect(twice.findings).toMatch(/There are two lines for entry \d+ of K1/);
  });

  it('names a count that is wrong: withheld, lines, entries of a work order', async () => {
    const withheld = await said(
      complete,
      ({ manifest }) => Object.assign(manifest, { withheld: manifest.withheld - 1 }),
      false,
    );
    expect(withheld.findings).toMatch(/says that \d+ lines are withheld, and \d+ are/);
    const lines = await said(
      partial,
      ({ manifest: { logs } }) => Object.assign(logs[0] ?? {}, { lines: (logs[0]?.lines ?? 0) + 1 }),
      false,
    );
    expect(lines.findings).toMatch(/counts \d+ lines of the log of K\d, and the pack holds \d+/);
    const entries = await said(
      partial,
      ({ manifest: { workOrders: all } }) =>
        Object.assign(all[0] ?? {}, { entries: (all[0]?.entries ?? 0) - 1 }),
      false,
    );
    expect(entries.findings).toMatch(/counts \d+ entries of work order WO-K1-\d+, and the pack holds \d+/);
  });

  it('names a person or station that keys.json has too many, too few, or otherwise', async () => {
    const more = await said(partial, ({ keys }) => {
      keys.people.push({ ...(keys.people[0] as (typeof keys.people)[number]), user: 'usr_zzz' });
    });
    expect(more.findings).toContain('keys.json lists usr_zzz, whom no entry of the pack enrols');
    const role = await said(partial, ({ keys }) => {
      const person = keys.people.find((p) => p.role === 'operator');
      if (person) person.role = 'compliance';
    });
    expect(role.findings).toMatch(
      /keys\.json gives usr_\S+ another key, role or enrolment than entry \d+ of K1/,
    );
    const fewer = await said(partial, ({ keys }) => void keys.people.pop());
    expect(fewer.findings).toMatch(/An entry of the pack enrols usr_\S+, and keys\.json does not list them/);
    const left = await said(partial, ({ keys, manifest }) => {
      (keys.people[0] as { to: unknown }).to = { ...manifest.request };
    });
    expect(left.findings).toMatch(/says that usr_\S+ was deactivated, and no entry of the pack says so/);
    const station = await said(partial, ({ keys }) => {
      keys.devices = keys.devices.filter(({ key }) => key === base64(by.key));
    });
    expect(station.findings).toMatch(/keys\.json has no key of that station|keys\.json does not list/);
    const statement = await said(partial, ({ keys }) => {
      const device = keys.devices[0] as { statement: string };
      device.statement = device.statement.replace(/"name":"K\d"/, '"name":"K9"');
    });
    expect(statement.findings).toMatch(/the site's root did not enrol it with this key/);
  });

  it('names what the manifest says and the entry that asked for it does not', async () => {
    const changes: readonly (readonly [string, (p: Forgery) => unknown])[] = [
      ['reason', ({ manifest }) => Object.assign(manifest, { reason: 'Another reason' })],
      ['number', ({ manifest }) => Object.assign(manifest, { number: 'PACK-K1-000099' })],
      ['at', ({ manifest }) => Object.assign(manifest, { at: '2026-01-01T00:00:00.000Z' })],
      ['scope', ({ manifest }) => Object.assign(manifest.scope, { words: 'All of it' })],
      ['by.name', ({ manifest }) => Object.assign(manifest.by, { name: 'Somebody Else' })],
      ['by.role', ({ manifest }) => Object.assign(manifest.by, { role: 'admin' })],
      ['workOrders', ({ manifest }) => void manifest.workOrders.pop()],
      [
        'addendumTo',
        ({ manifest }) =>
          Object.assign(manifest, {
            addendumTo: { number: 'PACK-K1-000001', pack: 'pack_x', sha256: '0'.repeat(64) },
          }),
      ],
    ];
    for (const [what, change] of changes) {
      const { verdict, findings } = await said(partial, change);
      expect([what, verdict]).toEqual([what, 1]);
      expect(findings).toContain(`The manifest's "${what}" is not what entry`);
    }
    const claim = await said(partial, ({ manifest }) => Object.assign(manifest.logs[0] ?? {}, { to: 1 }));
    expect(claim.verdict).toBe(1);
    const site = await said(partial, ({ manifest }) =>
      Object.assign(manifest, { siteName: 'Another plant' }),
    );
    expect(site.findings).toContain('The manifest and keys.json name another site, name or root key');
  });

  it('names the entry whose content is withheld and may not be, or disclosed and may not be', async () => {
    const opening = await said(both, ({ lines }) => {
      const all = lines.get(own) as Said[];
      const index = all.findIndex(
        ({ header, body }) => header.type === 'work-order.opened' && body?.workOrder === access,
      );
      const line = all[index] as Said;
      all[index] = { ...line, body: undefined, line: withheldLine(line.line) };
    });
    expect(opening.findings).toMatch(
      /opened work order WO-K1-\d+, which the pack discloses, and is withheld/,
    );
    const device = await said(complete, ({ lines }) => {
      const all = lines.get(own) as Said[];
      const index = all.findIndex(({ header }) => header.type === 'device.enrolled');
      const line = all[index] as Said;
      all[index] = { ...line, body: undefined, line: withheldLine(line.line) };
    });
    expect(device.findings).toMatch(/is withheld, and every pack has to show it/);
    const told = linesOf(both).find(
      ({ header, body }) => header.type === 'work-order.opened' && body?.workOrder === access,
    ) as Said;
    const more = await said(complete, ({ lines }) => {
      const all = lines.get(own) as Said[];
      const index = all.findIndex(({ seq }) => seq === told.seq);
      const line = all[index] as Said;
      all[index] = {
        ...line,
        body: told.body,
        line: { ...line.line, salt: told.line.salt, body: told.line.body },
      };
    });
    expect(more.findings).toMatch(/belongs to a work order that is not one of this pack/);
  });

  it('names the entry whose body, salt or proof is another one’s', async () => {
    const step = linesOf(partial).find(({ header }) => header.type === 'run.step-recorded') as Said;
    const at = ({ lines }: Forgery): Said[] => lines.get(own) as Said[];
    const changed = async (change: (line: Said, next: Said) => Said): Promise<string> =>
      (
        await said(partial, (p) => {
          const index = at(p).findIndex(({ seq }) => seq === step.seq);
          at(p)[index] = change(at(p)[index] as Said, at(p)[index + 1] as Said);
        })
      ).findings;
    expect(
      await changed((line) => ({ ...line, line: { ...line.line, salt: base64(new Uint8Array(32)) } })),
    ).toMatch(new RegExp(`What entry ${step.seq} of K1 .* says was changed after it was recorded`));
    expect(
      await changed((line, next) => ({ ...line, line: { ...line.line, body: next.line.body } })),
    ).toMatch(new RegExp(`What entry ${step.seq} of K1 .* says was changed`));
    expect(
      await changed((line, next) => ({ ...line, line: { ...line.line, proof: next.line.proof } })),
    ).toMatch(new RegExp(`Entry ${step.seq} of K1 .* is not what its log recorded there`));
  });

  it('is not believed where another device wrote it, or where nobody signed it again', async () => {
    const other = forgerOf(k2);
    const note = await said(partial, () => undefined, true, other);
    expect(note.findings).toContain('manifest.note is by another site or device than manifest.json names');
    const whole = await said(
      partial,
      ({ manifest }) => Object.assign(manifest, { device: other.device }),
      true,
      other,
    );
    expect(whole.findings).toContain('The manifest\'s "device" is not what entry');
    const wrongKey = await said(partial, () => undefined, true, { ...by, sign: other.sign });
    expect(wrongKey.findings).toMatch(/manifest\.note does not hold: its signature .* does not hold/);
    const stranger = await said(partial, () => undefined, true, {
      ...by,
      device: 'dev_aaaaaaaaaaaaaaaaaaaaaaaaaa',
    });
    expect(stranger.findings).toMatch(
      /manifest\.note is by dev_a+, and keys\.json has no key of that station/,
    );
  });

  it('is not understood, and not called wrong, where an entry is of a later format', async () => {
    const zip = forge(both, by, (p) => {
      const log = p.manifest.logs.find((l) => l.log !== own)?.log ?? '';
      later(p, log, forgerOf(k2));
    });
    const found = await judge(zip);
    expect(found.findings).toEqual([]);
    expect([found.verdict, found.notUnderstood]).toEqual([3, 1]);
  });
});

/** The last entry of a log becomes one of version 2, and its own device signs that tree. */
function later(pack: Forgery, log: string, by: Forger): void {
  const lines = pack.lines.get(log) as Said[];
  const last = lines[lines.length - 1] as Said;
  const header = { ...last.header, v: 2, more: 'of a later version' };
  const bytes = canonicalBytes(header as unknown as JsonValue);
  lines[lines.length - 1] = { ...last, body: undefined, line: { header: base64(bytes), proof: [] } };
  const range = emptyRange();
  const nodes: Uint8Array[][] = [];
  for (const { line } of lines)
    nodes.push(
      appendLeaf(primitives.sha256, range, leafHash(primitives.sha256, Buffer.from(line.header, 'base64'))),
    );
  const read = (level: number, index: number): Uint8Array =>
    (nodes[completingLeaf(level, index)] as Uint8Array[])[level] as Uint8Array;
  lines.forEach((said, seq) => {
    const proof = inclusionProof(primitives.sha256, seq, lines.length, read).map(base64);
    lines[seq] = { ...said, line: { ...said.line, proof } };
  });
  const origin = originOf(by.site, log);
  const keyHash = noteKeyHash(primitives.sha256, { name: origin, key: by.key, kind: 'log' });
  const note = signCheckpoint(
    { origin, size: lines.length, root: rootOf(primitives.sha256, range) },
    keyHash,
    by.sign,
  );
  pack.members.set(`ledger/${log}/checkpoint.txt`, utf8(note));
}
