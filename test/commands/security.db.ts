import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtWork } from './atWork';

const minute = 60_000;
const admin = 's.halvorsen';
let work: AtWork;
beforeAll(async () => {
  work = await AtWork.sample();
}, 60_000);
afterAll(() => work?.close());

describe('the security inbox', () => {
  it('shows an admin a lockout, a reset and the new key until somebody says they saw it', async () => {
    const user = work.userOf('m.kovac');
    for (let n = 0; n < 20; n++) {
      await work.executor.execute(60, 'signIn', `cmd_${uuid()}`, { user, secret: `guess ${n}` });
      work.clock.calendar += 15 * minute;
    }
    const { code } = await work.done(admin, 'issueCode', { user: work.userOf('a.ruiz') });
    await work.choose('a.ruiz', code ?? '', 'seven green kettles on ice');
    const inbox = await work.query(admin, 'security', {});
    expect(inbox.items.map(({ type }) => type)).toEqual([
      'user.key-set',
      'user.code-issued',
      'user.locked-out',
    ]);
    expect(inbox.failed).toMatchObject([{ name: 'Marta Kovač', failed: 20, state: 'closed' }]);
    expect(inbox.waiting).toBe(3);

    const entries = inbox.items.map(({ log, seq }) => ({ log, seq }));
    await work.done(admin, 'acknowledgeSecurity', { entries });
    const after = await work.query(admin, 'security', {});
    expect(after.waiting).toBe(0);
    expect(after.items[0]?.seen).toMatchObject({ by: expect.stringContaining('Halvorsen') });
    expect(await work.give(admin, 'acknowledgeSecurity', { entries })).toMatchObject({ code: 'stale' });
  }, 60_000);

  it('shows a supervisor who is closed out and nothing else, and nobody else anything', async () => {
    const seen = await work.query('t.okafor', 'security', {});
    expect(seen).toMatchObject({ items: [], failed: [{ state: 'closed' }] });
    await expect(work.query('a.ruiz', 'security', {})).rejects.toThrow(/may not do this|secret/);
    await work.done('t.okafor', 'unlockPerson', { user: work.userOf('m.kovac'), why: 'She was on holiday' });
    expect(await work.query('t.okafor', 'security', {})).toMatchObject({ failed: [] });
  }, 60_000);

  it('says of an enrolment nothing: the ledger does', async () => {
    const before = await work.query(admin, 'security', {});
    await work.enrol(admin, { name: 'Ida Lund', identifier: 'i.lund', role: 'operator' });
    const after = await work.query(admin, 'security', {});
    expect(after.items.length).toBe(before.items.length);
  }, 60_000);
});

describe('the idle limit of a site', () => {
  it('is 10 minutes until an admin sets another, which holds at once in every window', async () => {
    const window = await work.windowOf('t.okafor');
    work.clock.offset += 9 * minute;
    expect(work.station.sessions.state(window).kind).toBe('open');
    await work.done(admin, 'setSecurity', { idleMinutes: 5 });
    expect(work.station.sessions.state(window).kind).toBe('locked');
    const other = await work.windowOf('m.kovac');
    work.clock.offset += 5 * minute - 1_000;
    expect(work.station.sessions.state(other).kind).toBe('open');
    work.clock.offset += 1_000;
    expect(work.station.sessions.state(other).kind).toBe('locked');
  }, 60_000);

  it('is 5 to 30 minutes, and nobody but an admin sets it', async () => {
    for (const idleMinutes of [4, 31, 7.5])
      expect(await work.give(admin, 'setSecurity', { idleMinutes })).toMatchObject({
        code: 'not-understood',
      });
    expect(await work.give('t.okafor', 'setSecurity', { idleMinutes: 20 })).toMatchObject({
      code: 'not-allowed',
    });
  }, 60_000);
});
