/**
 * The app without its window, in a process of its own, for a test that ends it. Arguments: site folder, folder of the second
 * head, folder of sample photos. Gives the commands of runs, one after another, and prints `GIVE <command> <id>` before each and
 * `ACK <size> <command> <id>` after its answer. Sitting down takes a secret and most of a second, so the sitting is begun directly; every command after it
 * goes the app's own way.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { Executor } from '../../main/commands/execute';
import { newId, type Station } from '../../main/commands/station';
import { World } from '../../main/commands/world';
import type { CommandName } from '../../main/contract/commands';
import { numberedSteps } from '../../main/domain/procedure/checklist';
import { nextStep, slotsOf } from '../../main/domain/run/nextStep';
import { filePermissionsOnly } from '../../main/identity/keyStore';
import { generateSigningKey } from '../../main/identity/keys';
import { createSessions } from '../../main/identity/session';
import { openSite } from '../../main/site/site';
import { openVault } from '../../main/vault/evidence';
import { inputsOf } from './inputs';
import { noUpdater } from './noUpdater';

const say = (line: string): number => writeSync(1, `${line}\n`);
const window = 1;

function openStation(folder: string, heads: string): Station {
  const opened = openSite({ folder, heads, protector: filePermissionsOnly, app: '0.0.0-test' });
  if (!opened.ok) throw new Error(`${opened.code}: ${opened.message}`);
  const { site } = opened;
  return {
    site,
    world: new World(site.ledger.db),
    vault: openVault(join(folder, 'evidence')),
    sessions: createSessions({ now: () => performance.now(), newSessionId: () => newId('session') }),
    common: { has: () => false } as unknown as Station['common'],
    resources: '',
    app: '0.0.0-test',
    now: Date.now,
    shell: {
      askWhere: async () => null,
      setTheme: () => undefined,
      askFolder: async () => null,
      askFile: async () => null,
      askSignature: () => Promise.reject(new Error('nobody signs here')),
      jobs: { run: () => Promise.reject(new Error('no jobs here')), cancel: () => false },
      updater: noUpdater(''),
      backups: { of: () => undefined, keep: () => undefined },
    },
    changed: () => undefined,
    log: () => undefined,
  };
}

async function main(): Promise<void> {
  const [folder = '', heads = '', photos = ''] = process.argv.slice(2);
  const station = openStation(folder, heads);
  const executor = new Executor(station);
  const operator = [...station.world.site.people.values()].find((p) => p.identifier === 'm.kovac');
  if (!operator) throw new Error('no operator');
  station.sessions.open(
    window,
    { id: operator.user, name: operator.name, role: operator.role },
    generateSigningKey().key,
  );
  say('OPEN');

  const give = async (name: CommandName, args: object): Promise<Record<string, unknown>> => {
    const id = `cmd_${uuid()}`;
    say(`GIVE ${name} ${id}`);
    const outcome = await executor.execute(window, name, id, args);
    if (!outcome.ok) throw new Error(`${name}: ${outcome.code}: ${outcome.message}`);
    say(`ACK ${station.site.ledger.head()?.size} ${name} ${id}`);
    return outcome.answer as Record<string, unknown>;
  };

  const jobType =
    [...station.world.site.jobTypes.values()].find((j) => j.name.toLowerCase().includes('seal')) ??
    [...station.world.site.jobTypes.values()][0];
  if (!jobType) throw new Error('no job type');
  const inputs = inputsOf(jobType);

  for (let round = 0; ; round++) {
    const workOrder = String(
      (
        await give('openWorkOrder', {
          title: 'Replace the seal',
          jobType: jobType.jobType,
          asset: `Press ${round}`,
          inputs,
        })
      ).workOrder,
    );
    await give('startRun', { workOrder });
    for (const p of jobType.prerequisites)
      await give('checkPrerequisite', { workOrder, prerequisite: p.id, result: 'pass' });
    for (;;) {
      const state = station.world.caseOf(workOrder);
      const document = station.world.documentFor(state);
      const next = document && nextStep(state, document, new Date().toISOString());
      if (!document || !next) break;
      const { step } = next;
      if (step.kind === 'signature') break;
      if (step.kind === 'gate') {
        if (step.breakGlass === 'never') break;
        await give('openGlass', {
          workOrder,
          step: step.id,
          code: 'BG-02',
          why: 'Oil runs onto the hot platen',
        });
        continue;
      }
      if (next.index % 4 === 1 && Object.values(state.exceptions).every((e) => e.step !== step.id)) {
        const { exception } = await give('blockStep', { workOrder, step: step.id, code: 'MAT-02' });
        await give('withdrawException', { workOrder, exception, why: 'Wrong tap' });
      }
      for (const slot of slotsOf(step)) {
        const path =
          slot.kind === 'photo'
            ? join(photos, 'photos', 'seal-seated.jpg')
            : join(photos, 'files', 'permit.pdf');
        await give('addEvidence', { workOrder, step: step.id, slot: slot.id, path, source: 'file' });
      }
      const value =
        step.kind === 'number'
          ? '0.0'
          : step.kind === 'choice'
            ? step.options[0]?.id
            : { confirm: 'done', 'pass-fail': 'pass', text: 'Locks 31 and 32', photo: 'held', file: 'held' }[
                step.kind
              ];
      await give('recordStep', { workOrder, step: step.id, value });
      if (numberedSteps(document)[next.index]?.step.kind === 'text')
        await give('correctStep', { workOrder, step: step.id, value: 'Locks 31 and 33', why: 'Misread' });
    }
  }
}

main().catch((error: unknown) => {
  say(`FAILED ${error instanceof Error ? error.stack : String(error)}`);
  process.exit(1);
});
