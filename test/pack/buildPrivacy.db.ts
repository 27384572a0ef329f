import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtWork, resources } from '../commands/atWork';
import { caseOf, doNext, sampleOrders } from '../commands/busyHistory';
import { inputsOf } from '../commands/inputs';
import { carryOut, compliance, dropFolder, newFolder, type OpenPack, openPack, pack } from './packing';

/** Stands in everything that a person typed outside the run that is disclosed. */
const canary = 'Zqxcanary';
const admin = 's.halvorsen';
const secret = 'seven green kettles on ice';

/** Everything that can be read in a pack: its bytes, what its lines say, and every base64 text of the page and the lists. */
function readable(
  path: string,
  { members, lines }: OpenPack,
): { readonly what: string; readonly bytes: Buffer }[] {
  const coded = [...members]
    .filter(([name]) => /\.(html|json|txt|note)$/.test(name))
    .flatMap(([name, bytes]) =>
      (bytes.toString('latin1').match(/[A-Za-z0-9+/_-]{24,}={0,2}/g) ?? []).map((text) => ({
        what: `base64 in ${name}`,
        bytes: Buffer.from(text, 'base64'),
      })),
    );
  const said = lines.flatMap(({ log, seq, line }) =>
    [line.header, line.body, line.salt].flatMap((text) =>
      text === undefined ? [] : [{ what: `entry ${seq} of ${log}`, bytes: Buffer.from(text, 'base64') }],
    ),
  );
  return [{ what: 'the file', bytes: readFileSync(path) }, ...coded, ...said];
}

/** Where any of these is found. Letters count in either case. */
function found(places: ReturnType<typeof readable>, wanted: readonly (string | Buffer)[]): string[] {
  return places.flatMap(({ what, bytes }) => {
    const low = Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1');
    return wanted
      .filter((one) => (typeof one === 'string' ? low.includes(one.toLowerCase()) : bytes.includes(one)))
      .map((one) => `${typeof one === 'string' ? one : one.toString('hex')} in ${what}`);
  });
}

describe('a pack of one run, of a site full of others', () => {
  let work: AtWork;
  let folder: string;
  let seal: string;
  let other: string;
  /** What must not be found: the canary, and the hash of its photo in every form. */
  let wanted: (string | Buffer)[];
  const ids: string[] = [];

  beforeAll(async () => {
    folder = newFolder();
    work = await AtWork.sample();
    ({ seal } = await sampleOrders(work));
    wanted = await otherRun();
    await carryOut(work, seal);
    await otherRun();
  }, 600_000);
  afterAll(async () => {
    await work?.close();
    dropFolder(folder);
  });

  /** A run by a person who does nothing else, with canaries in everything that is typed. */
  async function otherRun(): Promise<(string | Buffer)[]> {
    const n = ids.length;
    const who = `zqxcanary.${n}`;
    const { user } = await work.enrol(
      admin,
      {
        name: `${canary} Person`,
        identifier: who,
        role: 'supervisor',
      },
      secret,
    );
    ids.push(user);
    await work.windowOf(who, secret);
    await work.done(admin, 'defineCode', {
      code: `ZQX-7${n}`,
      kind: 'exception',
      meaning: `${canary} meaning`,
      owner: { user },
      severity: 'low',
      slaMinutes: 60,
      effect: 'blocks',
      phrases: [`${canary} phrase`],
      dispositions: ['resolved'],
      active: true,
    });
    const jobType = (await work.query(admin, 'jobTypes', {})).find((j) => j.name.includes('ccess'));
    if (!jobType) throw new Error('no job type');
    const opened = await work.done(who, 'openWorkOrder', {
      number: `${canary}-${n}`,
      title: `${canary} title`,
      jobType: jobType.jobType,
      asset: `${canary} asset`,
      lot: `${canary}-lot`,
      inputs: Object.fromEntries(
        Object.entries(inputsOf(jobType)).map(([id, value]) => [
          id,
          jobType.inputs.find((i) => i.id === id)?.kind === 'text' ? `${canary} input` : value,
        ]),
      ),
    });
    other = opened.workOrder;
    await work.done(who, 'startRun', { workOrder: other });
    for (const p of jobType.prerequisites)
      await work.done(who, 'checkPrerequisite', {
        workOrder: other,
        prerequisite: p.id,
        result: 'pass',
        note: `${canary} note`,
      });
    const view = await caseOf(work, other);
    const photo = join(folder, `${canary}-${n}.jpg`);
    copyFileSync(join(resources, 'sample', 'photos', 'lock-and-tag.jpg'), photo);
    appendFileSync(photo, `${canary} ${n}`);
    const sha256 = createHash('sha256').update(readFileSync(photo)).digest();
    for (const { step } of view.steps) {
      const slot =
        step.evidence?.find((s) => s.kind === 'photo') ??
        (step.kind === 'photo' ? { id: 'main' } : undefined);
      if (!slot || view.next?.step.id !== step.id) continue;
      await work.done(who, 'addEvidence', {
        workOrder: other,
        step: step.id,
        slot: slot.id,
        path: photo,
        source: 'file',
      });
    }
    const { exception } = await work.done(who, 'blockStep', {
      workOrder: other,
      step: view.next?.step.id ?? '',
      code: `ZQX-7${n}`,
    });
    await work.done(who, 'explainException', { workOrder: other, exception, why: `${canary} why` });
    await work.done('t.okafor', 'disposeException', {
      workOrder: other,
      exception,
      disposition: 'resolved',
      note: `${canary} disposed`,
    });
    await doNext(work, other).catch(() => undefined);
    work.chosen.where = join(folder, `${canary}-${n}.zip`);
    await work.done(compliance, 'exportPack', {
      scope: { kind: 'lot', value: `${canary}-lot` },
      complete: false,
      reason: `${canary} reason`,
    });
    return [canary, sha256, sha256.toString('hex'), sha256.toString('base64'), ...ids];
  }

  it.each([
    ['where nothing is claimed complete', false],
    ['where the whole log is claimed complete', true],
  ])('shows nothing of any other, %s', async (_words, complete) => {
    const path = join(folder, `${String(complete)}.zip`);
    await pack(work, path, { scope: { kind: 'work-orders', workOrders: [seal] }, complete });
    const open = openPack(path);
    // A header names who acted by their id, and what it is about by its own: never by a name.
    const names = complete ? wanted.filter((one) => !String(one).startsWith('usr_')) : [...wanted, 'ZQX-7'];
    expect(found(readable(path, open), names)).toEqual([]);
    expect(open.manifest.withheld > 0).toBe(complete);
    expect(open.keys.people.filter((p) => ids.includes(p.user))).toEqual([]);
    expect(open.lines.filter((l) => l.body?.workOrder === other)).toEqual([]);
  });

  it('would show it: of the other run everything is found', async () => {
    const path = join(folder, 'other.zip');
    await pack(work, path, { scope: { kind: 'work-orders', workOrders: [other] }, complete: false });
    const places = found(readable(path, openPack(path)), [canary]);
    expect(places.length).toBeGreaterThan(5);
  });
});
