import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Context,
  type IdKind,
  idPrefixes,
  type Proposed,
  plusMinutes,
  type Recorded,
  roles,
} from '../../main/domain/entry';
import { addStarter } from '../../main/domain/procedure/decide';
import { lint } from '../../main/domain/procedure/lint';
import { sampleInputs, sampleSchema } from '../../main/domain/procedure/sample';
import { emptySite, evolveSite, type SiteState } from '../../main/domain/procedure/site';
import { type Starter, starterSchema } from '../../main/domain/procedure/starter';
import { openWorkOrder } from '../../main/domain/run/open';
import { judgeSecret, readCommonPasswords } from '../../main/identity/strength';

const json = (path: string): unknown => JSON.parse(readFileSync(resolve('resources', path), 'utf8'));
const sample = sampleSchema.parse(json('sample/site.json'));
const starter = (id: string): Starter => starterSchema.parse(json(`starters/${id}.json`));

let made = 0;
const newId = (kind: IdKind) => `${idPrefixes[kind]}_${String(++made).padStart(8, '0')}`;
const now = '2026-03-10T08:00:00.000Z';
const admin = { user: newId('user'), role: 'admin', session: newId('session') } as const;
const ctx: Context = { now, actor: admin, newId, nextNumber: (kind) => `${kind}-K1-000001` };

function fold(state: SiteState, entries: readonly Proposed[]): SiteState {
  const recorded = entries.map(
    (entry): Recorded => ({
      log: 'dev_test/1',
      seq: ++made,
      clock: '',
      at: now,
      zone: 'UTC',
      actor: admin,
      type: entry.type,
      stream: entry.stream,
      body: entry.body,
    }),
  );
  return recorded.reduce(evolveSite, state);
}

describe('the sample site', () => {
  let site = emptySite;

  beforeAll(() => {
    for (const person of sample.people) {
      const user = newId('user');
      site = fold(site, [
        { type: 'user.enrolled', stream: user, body: { ...person, user, key: 'k'.repeat(44) } },
      ]);
    }
    for (const id of sample.starters) {
      const added = addStarter(site, starter(id), ctx);
      if (!added.ok) throw new Error(added.message);
      site = fold(site, added.entries);
    }
  });

  it('has one person of each role, each with an identifier of their own', () => {
    expect(sample.people.map((person) => person.role)).toEqual([...roles]);
    expect(new Set(sample.people.map((person) => person.identifier)).size).toBe(sample.people.length);
  });

  it('shows a secret that every one of its people could have chosen', () => {
    const common = readCommonPasswords(resolve('resources'));
    for (const { name, identifier } of sample.people) {
      expect(
        judgeSecret(sample.secret, { siteName: sample.site.name, personal: [name, identifier] }, common),
      ).toEqual({ ok: true });
    }
  });

  it('can release each of its checklists: nothing is found wrong with them', () => {
    expect(site.checklists.size).toBe(sample.starters.length);
    for (const { draft } of site.checklists.values()) expect(lint(draft, site)).toEqual([]);
  });

  it('opens each of its work orders with every required input, and with none that is not asked for', () => {
    expect(sample.workOrders).toHaveLength(3);
    for (const order of sample.workOrders) {
      const kind = [...site.jobTypes.values()].find(
        (jobType) => jobType.name === starter(order.starter).jobType.name,
      );
      const list = [...site.checklists.values()].find(
        (checklist) => checklist.draft.jobType === kind?.jobType,
      );
      if (!kind || !list) throw new Error(`${order.title} belongs to no checklist of the sample site`);
      const body = {
        checklist: list.checklist,
        version: newId('version'),
        number: 1,
        documentHash: '',
        document: list.draft,
        author: admin.user,
        reason: '',
        shown: '',
      };
      const released = fold(site, [{ type: 'checklist.released', stream: list.checklist, body }]);
      const inputs = sampleInputs(order, '2026-03-10');
      const args = {
        title: order.title,
        jobType: kind.jobType,
        asset: order.asset,
        lot: order.lot,
        due: plusMinutes(now, order.dueInMinutes),
        inputs,
      };
      expect(openWorkOrder(released, args, false, ctx)).toMatchObject({ ok: true });
      expect(Object.keys(order.inputs).sort()).toEqual(kind.inputs.map((input) => input.id).sort());
    }
  });

  it('counts its dates from the day it is made', () => {
    const order = {
      starter: 'x',
      title: 'Access',
      asset: 'A',
      dueInMinutes: 1,
      inputs: { until: { inDays: 60 }, who: 'P. Novak' },
    };
    expect(sampleInputs(order, '2026-12-31')).toEqual({ until: '2027-03-01', who: 'P. Novak' });
  });
});

describe('the sample pictures and files', () => {
  const folder = resolve('resources/sample');

  it('are six JPEG pictures of a camera, each below 250 kB', () => {
    const names = readdirSync(`${folder}/photos`);
    expect(names).toHaveLength(6);
    for (const name of names) {
      const bytes = readFileSync(`${folder}/photos/${name}`);
      expect([...bytes.subarray(0, 3)], name).toEqual([0xff, 0xd8, 0xff]);
      expect([...bytes.subarray(-2)], name).toEqual([0xff, 0xd9]);
      expect(bytes.length, name).toBeLessThan(250_000);
    }
  });

  it('are a log of the leak test, held for ten minutes within its band, and a permit', () => {
    const rows = readFileSync(`${folder}/files/instrument-log.csv`, 'utf8').trim().split('\n').slice(3);
    const [first, last] = [rows[0]?.split(','), rows[rows.length - 1]?.split(',')];
    expect(last?.[0]).toBe('600');
    expect((Number(first?.[1]) - Number(last?.[1])).toFixed(1)).toBe('0.5');
    expect(readFileSync(`${folder}/files/permit.pdf`, 'latin1')).toMatch(/^%PDF-1\.\d[\s\S]*%%EOF\s*$/);
  });
});
