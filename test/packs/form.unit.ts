import { describe, expect, it } from 'vitest';
import { packScopeSchema } from '../../main/domain/pack/pack';
import {
  asksFor,
  emptyForm,
  mostPicked,
  ofQuestion,
  ofRequest,
  ofWorkOrders,
  type PackForm,
  scopeOf,
  startOf,
  turned,
} from '../../renderer/packs/form';

const id = (prefix: string, n = 1) => `${prefix}_01990000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const form = (change: Partial<PackForm>): PackForm => ({ ...emptyForm, ...change });
const scope = (change: Partial<PackForm>) => {
  const found = scopeOf(form(change));
  if ('lacking' in found) throw new Error(found.lacking.why);
  return packScopeSchema.parse(found.scope);
};
const lacking = (change: Partial<PackForm>) => {
  const found = scopeOf(form(change));
  return 'lacking' in found ? found.lacking.field : null;
};

describe('what a pack is about', () => {
  it('is named by its one value, whatever was typed for another', () => {
    const typed = { lot: ' 26-0311 ', asset: 'Press 4', jobType: id('jt'), person: id('usr') };
    expect(scope({ ...typed, about: 'lot' })).toEqual({ kind: 'lot', value: '26-0311' });
    expect(scope({ ...typed, about: 'asset' })).toEqual({ kind: 'asset', value: 'Press 4' });
    expect(scope({ ...typed, about: 'job-type' })).toEqual({ kind: 'job-type', value: id('jt') });
    expect(scope({ ...typed, about: 'person' })).toEqual({ kind: 'person', value: id('usr') });
    expect(scope({ about: 'work-orders', workOrders: [id('wo')] })).toEqual({
      kind: 'work-orders',
      workOrders: [id('wo')],
    });
  });

  it('is the question, or of codes one code', () => {
    expect(scope({ about: 'question', question: 'stalls', code: 'MAT-02' })).toMatchObject({
      value: 'stalls',
    });
    expect(scope({ about: 'question', question: 'codes', code: 'MAT-02' })).toMatchObject({
      value: 'codes:MAT-02',
    });
  });

  it('counts both days: from the beginning of the first to the end of the last, by the local calendar', () => {
    const found = scope({ about: 'dates', from: '2026-03-01', until: '2026-03-31' });
    expect(found).toEqual({
      kind: 'dates',
      from: new Date(2026, 2, 1).toISOString(),
      until: new Date(2026, 3, 1).toISOString(),
    });
  });

  it('says the first field that is missing', () => {
    expect(lacking({ about: 'work-orders' })).toBe('workOrders');
    expect(lacking({ about: 'lot', lot: '  ' })).toBe('lot');
    expect(lacking({ about: 'dates', from: '2026-03-01' })).toBe('until');
    expect(lacking({ about: 'dates', until: '2026-03-01' })).toBe('from');
    expect(lacking({ about: 'lot', lot: 'x', from: '2026-03-02', until: '2026-03-01' })).toBe('until');
    expect(lacking({ about: 'lot', lot: 'x', from: '2026-03-01', until: '2026-03-01' })).toBeNull();
  });
});

describe('what is disclosed', () => {
  const about = { about: 'lot', lot: '26-0311' } as const;
  it('is everything, without naming it', () => {
    expect(asksFor(form({ ...about, disclosed: [id('wo')] }))).not.toHaveProperty('disclose');
  });
  it('is what was ticked, and at least one', () => {
    expect(asksFor(form({ ...about, which: 'chosen' }))).toMatchObject({ lacking: { field: 'disclosed' } });
    expect(asksFor(form({ ...about, which: 'chosen', disclosed: [id('wo')] }))).toMatchObject({
      disclose: [id('wo')],
    });
  });
  it('is ticked and unticked in the order in which it was done', () => {
    expect(turned(turned(turned([], 'a'), 'b'), 'a')).toEqual(['b']);
  });
});

describe('a link to a new pack', () => {
  it('carries a work order, a search, a question or an addendum, and nothing it does not know', () => {
    expect(startOf({ kind: 'work-order', workOrder: id('wo') })).toEqual({
      kind: 'work-order',
      workOrder: id('wo'),
    });
    // A number that was searched for comes back from an address as a number.
    expect(startOf({ kind: 'found', state: 'closed', find: 4711 })).toEqual({
      kind: 'found',
      state: 'closed',
      find: '4711',
    });
    expect(startOf({ kind: 'question', question: 'codes', from: 'yesterday' })).toEqual({
      kind: 'question',
      question: 'codes',
    });
    expect(startOf({ kind: 'question', question: 'why' })).toBeNull();
    expect(startOf({ kind: 'found', state: 'lost', find: '' })).toBeNull();
    expect(startOf({})).toBeNull();
  });

  it('of a question keeps its period through the days of the form', () => {
    const from = new Date(2026, 0, 1).toISOString();
    const until = new Date(2026, 3, 1).toISOString();
    const made = ofQuestion({ kind: 'question', question: 'stalls', from, until });
    expect(made).toMatchObject({ from: '2026-01-01', until: '2026-03-31' });
    expect(scope(made)).toMatchObject({ kind: 'question', from, until });
  });

  it('picks at most as many work orders as a pack can name', () => {
    const many = Array.from({ length: mostPicked + 1 }, (_, n) => id('wo', n));
    expect(ofWorkOrders(many).workOrders).toHaveLength(mostPicked);
  });
});

describe('an addendum', () => {
  it('asks for the work orders of the earlier pack, not for those its scope would select today', () => {
    const made = ofRequest({
      scope: { kind: 'job-type', value: id('jt') },
      disclosed: [id('wo', 1), id('wo', 2)],
      complete: false,
    });
    expect(scope(made)).toEqual({ kind: 'work-orders', workOrders: [id('wo', 1), id('wo', 2)] });
    expect(made.complete).toBe(false);
  });

  it('of more than can be named is chosen out of the same scope', () => {
    const disclosed = Array.from({ length: mostPicked + 1 }, (_, n) => id('wo', n));
    const earlier = {
      kind: 'question',
      value: 'codes:MAT-02',
      from: new Date(2026, 0, 1).toISOString(),
      until: new Date(2026, 6, 1).toISOString(),
    } as const;
    const made = ofRequest({ scope: earlier, disclosed, complete: true });
    expect(asksFor(made)).toEqual({ scope: earlier, disclose: disclosed, complete: true });
  });
});
