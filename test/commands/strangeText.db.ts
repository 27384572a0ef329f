import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unfitText } from '../../main/contract/fitText';
import { entriesHeld } from '../../main/ledger/read';
import { AtWork } from './atWork';
import { sampleOrders } from './busyHistory';

describe('text that cannot be recorded as it is', () => {
  let work: AtWork;
  let seal: string;
  beforeAll(async () => {
    work = await AtWork.sample();
    ({ seal } = await sampleOrders(work));
    await work.done('m.kovac', 'startRun', { workOrder: seal });
    await work.windowOf('s.halvorsen');
  }, 60_000);
  afterAll(() => work?.close());

  it.each([
    ['half a character', 'a\ud800b', 'U+D800'],
    ['the other half', '\udc00x y', 'U+DC00'],
    ['a zero byte', 'ab\u0000c', 'U+0000'],
    ['a bell', 'ab\u0007c', 'U+0007'],
    ['a control of the second kind', 'ab\u0085c', 'U+0085'],
    ['text turned around', 'ab\u202egpj', 'U+202E'],
    ['an isolate', '\u2066abc\u2069', 'U+2066'],
    ['no character at all', 'abc\uffff', 'U+FFFF'],
  ])('is refused in words, with %s in a name or a reason', async (_, text, said) => {
    const before = entriesHeld(work.station.site.ledger.db);
    const tries = [
      work.give('s.halvorsen', 'enrolPerson', {
        name: text,
        identifier: 'n.new',
        role: 'operator',
      } as never),
      work.give('s.halvorsen', 'deactivatePerson', { user: work.userOf('m.kovac'), why: text }),
      work.give('m.kovac', 'openWorkOrder', { title: text, jobType: 'x', inputs: { [text]: text } } as never),
    ];
    for (const outcome of (await Promise.all(tries)).slice(0, 2)) {
      expect(outcome).toMatchObject({
        ok: false,
        code: 'not-understood',
        message: expect.stringMatching(/cannot be seen or turns the text around.*what you typed is kept/),
      });
      expect(JSON.stringify(outcome)).toContain(said);
    }
    expect((await tries[2])?.ok).toBe(false);
    expect(entriesHeld(work.station.site.ledger.db)).toBe(before);
  });

  it('is nothing that people write: every script, marks, emoji, lines and tabs', () => {
    for (const text of ['Łódź', 'Zoë\tx\ny\r\nz', '漢字', 'שלום', 'नमस्ते', '👩🏽‍🏭 a\u200db', 'a\u200fb', '𝒳'])
      expect([text, unfitText({ why: text })]).toEqual([text, undefined]);
  });

  it('is found wherever it stands, and a secret and a path are left alone', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('\ud800', '\u202e', '\u0001'), (value, bad) => {
        expect(unfitText({ a: [value, { b: `x${bad}` }] })).toBeDefined();
        expect(unfitText({ [bad]: 1 })).toBeDefined();
        expect(unfitText({ secret: bad, path: bad, sign: { secret: bad } })).toBeUndefined();
      }),
    );
  });

  it('is kept as a draft, so that nothing typed is lost', async () => {
    expect(await work.give('m.kovac', 'keepDraft', { place: 'run:x', text: 'a\u202eb' })).toMatchObject({
      ok: true,
    });
  });

  it('says nothing back that the page made up', async () => {
    const outcome = await work.give('m.kovac', 'startRun', { workOrder: seal, '/etc/passwd': 1 } as never);
    expect(outcome).toMatchObject({ ok: false, code: 'not-understood' });
    expect(JSON.stringify(outcome)).not.toContain('passwd');
  });
});
