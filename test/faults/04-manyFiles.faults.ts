import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filePermissionsOnly } from '../../main/identity/keyStore';
import { closeSite, openSite } from '../../main/site/site';
import { openVault } from '../../main/vault/evidence';
import { AtWork } from '../commands/atWork';
import { approve, caseOf, goTo, startChecked } from '../commands/busyHistory';
import { inputsOf } from '../commands/inputs';
import { childProgram } from '../fixtures/childProgram';
import type { CrashState } from '../ledger/powerCut';
import { randomFrom } from '../ledger/random';
import { counted, type FaultCase, lackingPrograms } from './case';
import { inLanes } from './lanes';
import { cutAt, traced } from './traced';

/** A site with one work order that is ready to be closed and one whose next step takes a photo, closed, in `root`. */
async function prepare(root: string): Promise<{ photographed: string; closed: string }> {
  const work = await AtWork.sample();
  const jobType = [...work.station.world.site.jobTypes.values()].find((j) =>
    j.name.toLowerCase().includes('seal'),
  );
  if (!jobType) throw new Error('no job type');
  const begin = async (title: string): Promise<string> => {
    const given = { title, jobType: jobType.jobType, asset: 'Press 4', inputs: inputsOf(jobType) };
    const { workOrder } = await work.done('m.kovac', 'openWorkOrder', given);
    await startChecked(work, workOrder);
    return workOrder;
  };
  const closed = await begin('To be closed');
  await workTo(work, closed, undefined);
  const photographed = await begin('To be photographed');
  const withPhoto = (await caseOf(work, photographed)).document?.sections
    .flatMap(({ steps }) => steps)
    .find(({ evidence }) => (evidence ?? []).some(({ kind }) => kind === 'photo'));
  await workTo(work, photographed, withPhoto?.id);
  await closeSite(work.station.site);
  mkdirSync(root);
  cpSync(work.places().folder, join(root, 'site'), { recursive: true });
  cpSync(work.places().heads, join(root, 'heads'), { recursive: true });
  work.discard();
  rmSync(join(root, 'site', 'ballast'), { force: true });
  return { photographed, closed };
}

/** Works up to a step, or to the end, with every gate on the way approved. */
async function workTo(work: AtWork, workOrder: string, id: string | undefined): Promise<void> {
  for (let gates = 0; gates < 20; gates += 1) {
    const step = await goTo(work, workOrder, id);
    if (!step || step.id === id) return;
    for (const person of ['t.okafor', 'a.ruiz'])
      if ((await caseOf(work, workOrder)).next?.step.id === step.id)
        await approve(work, workOrder, step.id, person);
  }
  throw new Error(`never came to ${id ?? 'the end'}`);
}

type Found = {
  readonly trouble: string;
  readonly entries: number;
  readonly blobs: number;
  readonly parts: number;
};

/** Opens the site of a crash state as a start does, and looks whether each row's file is there, whole. */
async function lookInto(state: CrashState, parent: string): Promise<Found> {
  const root = mkdtempSync(join(parent, 'state-'));
  try {
    state.write(root);
    const folder = join(root, 'site');
    const opened = openSite({
      folder,
      heads: join(root, 'heads'),
      protector: filePermissionsOnly,
      app: '0.0.0-test',
      ballastBytes: 0,
    });
    if (!opened.ok) return { trouble: `${opened.code}: ${opened.message}`, entries: -1, blobs: 0, parts: 0 };
    const { site } = opened;
    try {
      const bodies = (type: string): Record<string, string>[] =>
        (
          site.ledger.db
            .prepare('SELECT CAST(body AS TEXT) FROM entries WHERE type = ?')
            .pluck()
            .all(type) as string[]
        ).map((text) => JSON.parse(text) as Record<string, string>);
      const vault = openVault(join(folder, 'evidence'));
      const rows = bodies('run.evidence-added');
      let trouble = '';
      for (const { sha256 = '' } of rows) {
        const there = await vault.check(sha256);
        if (there !== 'there') trouble ||= `a row names evidence that is ${there}`;
      }
      const pdfs = readdirSync(folder).includes('closures') ? readdirSync(join(folder, 'closures')) : [];
      const hashes = pdfs.map((name) =>
        createHash('sha256')
          .update(readFileSync(join(folder, 'closures', name)))
          .digest('hex'),
      );
      for (const { sha256 = '' } of bodies('closure.document-issued'))
        if (!hashes.includes(sha256)) trouble ||= 'a row names a closure PDF that is not there, or not whole';
      const incoming = join(folder, 'evidence', 'incoming');
      const parts = [...pdfs, ...(existsSync(incoming) ? readdirSync(incoming) : [])].filter((name) =>
        name.endsWith('.part'),
      );
      return { trouble, entries: site.ledger.head()?.size ?? 0, blobs: rows.length, parts: parts.length };
    } finally {
      await closeSite(site);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

export const faultCase: FaultCase = {
  promise: 4,
  title: 'A row never names a file that is missing or short',
  trials: { quick: 20, full: 5000 },
  lacking: () => lackingPrograms('strace'),
  async run({ trials, seed, folder, say }) {
    const program = await childProgram('test/faults/filesChild.ts', join(folder, 'program'));
    const root = join(folder, 'root');
    const { photographed, closed } = await prepare(root);
    const outside = join(folder, 'outside');
    mkdirSync(outside);
    const disk = await traced(root, program, [root, outside, photographed, closed]);
    let [made, wrong, lost, parts, most] = [0, 0, 0, 0, 0];
    let firstFailure: string | undefined;
    const states = cutAt(disk, trials, randomFrom(seed));
    // A state is worked out when its turn comes, so the lanes draw from one well.
    await inLanes(Array.from({ length: trials }), async () => {
      const drawn = states.next();
      if (drawn.done) return;
      const state = drawn.value;
      const found = await lookInto(state, folder);
      made += 1;
      parts += found.parts;
      most = Math.max(most, found.blobs);
      const words =
        found.trouble ||
        (found.entries <= state.acknowledged
          ? `${found.entries} entries of ${state.acknowledged + 1}`
          : '') ||
        (found.parts > 0 ? 'what a cut left half-written was not swept at the start' : '');
      if (made % 500 === 0) say(`${counted(made)} of ${counted(trials)}`);
      if (words === '') return;
      if (found.trouble !== '') wrong += 1;
      else if (found.parts === 0) lost += 1;
      firstFailure ??= `seed ${seed}, after step ${state.cut}, ${state.how}: ${words}`;
    });
    // The control: a disk on which nothing was ever synced.
    const careless = disk.withoutSyncs();
    let caught = 0;
    const controls = Math.max(20, Math.floor(trials / 50));
    for (const state of cutAt(careless, controls, randomFrom(seed)))
      if ((await lookInto(state, folder)).trouble !== '') caught += 1;
    return {
      trials: made,
      silent: wrong + lost,
      figure: `${wrong} rows without their file, ${lost} lost, ${parts} half-written files left, in ${counted(made)} states of ledger, evidence, closure and heads (up to ${most} photos)`,
      ...(firstFailure === undefined ? {} : { firstFailure }),
      control: {
        words: `without syncs ${caught} of ${controls} states have a row without its file or do not open`,
        failed: caught > controls / 10,
      },
    };
  },
};
