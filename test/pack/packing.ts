import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnswerOf, ArgsOf } from '../../main/contract/call';
import type { commands } from '../../main/contract/commands';
import {
  type PackKeys,
  type PackLine,
  type PackManifest,
  readPackKeys,
  readPackLine,
  readPackManifest,
} from '../../main/proof/pack/manifest';
import type { AtWork } from '../commands/atWork';
import { approve, caseOf, goTo, startChecked } from '../commands/busyHistory';

export const compliance = 'a.ruiz';

/** Starts a work order, does every step as it should be done, approves every gate, and closes it. */
export async function carryOut(work: AtWork, workOrder: string): Promise<void> {
  await startChecked(work, workOrder);
  for (;;) {
    const step = await goTo(work, workOrder, 'end');
    if (step?.kind !== 'gate') break;
    const who = { operator: [], supervisor: ['t.okafor'], compliance: [compliance], admin: ['s.halvorsen'] };
    for (const { role } of step.need) await approve(work, workOrder, step.id, ...who[role]);
  }
  const acceptance = (await caseOf(work, workOrder)).jobType.acceptance.map((a) => a.id);
  await work.done(compliance, 'closeWorkOrder', {
    workOrder,
    acceptance,
    result: 'It is back in service.',
    ...(await work.signing(compliance, { what: 'closure', workOrder })),
  });
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'process-designer-pack-'));
export const dropFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Exports a pack to `path`. */
export async function pack(
  work: AtWork,
  path: string,
  args: Omit<ArgsOf<(typeof commands)['exportPack']>, 'reason'>,
): Promise<AnswerOf<(typeof commands)['exportPack']>> {
  work.chosen.where = path;
  return work.done(compliance, 'exportPack', { reason: 'Asked for by the auditor', ...args });
}

/** The members of a ZIP that is not compressed, read by its directory. */
export function membersOf(zip: Uint8Array): Map<string, Buffer> {
  const bytes = Buffer.from(zip);
  const end = bytes.length - 22;
  if (bytes.readUInt32LE(end) !== 0x06054b50) throw new Error('no end record');
  const members = new Map<string, Buffer>();
  for (let n = bytes.readUInt16LE(end + 10), at = bytes.readUInt32LE(end + 16); n > 0; n -= 1) {
    const size = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    members.set(name, bytes.subarray(from, from + size));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return members;
}

type Json = Readonly<Record<string, unknown>>;
/** A line of a pack, with what it says. */
export type Said = {
  readonly log: string;
  readonly seq: number;
  readonly line: PackLine;
  readonly header: Json & { readonly type: string; readonly stream: string };
  readonly body: Json | undefined;
};
export type OpenPack = {
  readonly members: ReadonlyMap<string, Buffer>;
  readonly manifest: PackManifest;
  readonly keys: PackKeys;
  readonly lines: readonly Said[];
};

export function openPack(path: string): OpenPack {
  return readPack(readFileSync(path));
}

export function readPack(zip: Uint8Array): OpenPack {
  const members = membersOf(zip);
  const member = (name: string): Buffer => members.get(name) ?? Buffer.alloc(0);
  const lines = [...members].flatMap(([name, bytes]) => {
    const log = /^ledger\/(.+)\/entries\.jsonl$/.exec(name)?.[1];
    if (log === undefined) return [];
    return bytes
      .toString('utf8')
      .split('\n')
      .slice(0, -1)
      .map((text): Said => {
        const line = readPackLine(text);
        const json = (coded: string): Json =>
          JSON.parse(Buffer.from(coded, 'base64').toString('utf8')) as Json;
        const header = json(line.header) as Said['header'];
        return {
          log,
          seq: Number(header.seq),
          line,
          header,
          body: line.body === undefined ? undefined : json(line.body),
        };
      });
  });
  return {
    members,
    manifest: readPackManifest(member('manifest.json')),
    keys: readPackKeys(member('keys.json')),
    lines,
  };
}
