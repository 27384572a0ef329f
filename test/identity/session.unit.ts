import { beforeEach, describe, expect, it } from 'vitest';
import { generateSigningKey } from '../../main/identity/keys';
import { lockout } from '../../main/identity/lockout';
import type { Sessions } from '../../main/identity/session';
import { createSessions } from '../../main/identity/session';

const minute = 60_000;
const marta = { id: 'usr_1', name: 'Marta Kovač', role: 'operator' };
const { key } = generateSigningKey();
let now = 0;
let count = 0;
let sessions: Sessions;
beforeEach(() => {
  now = 1_000;
  count = 0;
  sessions = createSessions({ now: () => now, newSessionId: () => `ses_${++count}` });
});

describe('a session in a window', () => {
  it('asks for identifier and secret first, for the secret alone after, and for both again after lock', () => {
    expect(sessions.open(1, marta, key)).toMatchObject({
      kind: 'open',
      nextSignature: 'identifier-and-secret',
    });
    expect(sessions.signed(1)).toMatchObject({ nextSignature: 'secret' });
    sessions.lock(1);
    expect(sessions.unlock(1, marta.id, key)).toMatchObject({
      kind: 'open',
      session: 'ses_2',
      nextSignature: 'identifier-and-secret',
    });
  });

  it('locks after 10 minutes without activity, keeps the place and forgets the key', () => {
    sessions.open(1, marta, key);
    now += 9 * minute;
    sessions.touch(1);
    now += 10 * minute - 1;
    expect(sessions.state(1).kind).toBe('open');
    now += 1;
    const locked = sessions.state(1);
    expect(locked).toMatchObject({ kind: 'locked', session: 'ses_1', user: marta });
    expect(locked).not.toHaveProperty('key');
    sessions.touch(1);
    sessions.signed(1);
    expect(sessions.state(1).kind).toBe('locked');
  });

  it('locks after 12 hours however busy it is', () => {
    sessions.open(1, marta, key);
    for (let i = 0; i < 12 * 60; i += 5) {
      now += 5 * minute;
      sessions.touch(1);
    }
    expect(sessions.state(1).kind).toBe('locked');
  });

  it('is not opened by another person, who starts a sitting of their own', () => {
    sessions.open(1, marta, key);
    sessions.signed(1);
    sessions.lock(1);
    expect(sessions.unlock(1, 'usr_2', key).kind).toBe('locked');
    expect(sessions.open(1, { ...marta, id: 'usr_2' }, key)).toMatchObject({
      nextSignature: 'identifier-and-secret',
    });
  });

  it('ends in every window when the person is deactivated, and locks in all at suspend', () => {
    sessions.open(1, marta, key);
    sessions.open(2, { ...marta, id: 'usr_2' }, key);
    sessions.open(3, marta, key);
    expect(sessions.endUser('usr_1')).toEqual([1, 3]);
    expect(sessions.state(1).kind).toBe('none');
    sessions.lockAll();
    expect(sessions.state(2).kind).toBe('locked');
    sessions.close(2);
    expect(sessions.state(2).kind).toBe('none');
  });
});

describe('lockout after failed tries', () => {
  const moment = (at: number) => ({ at, boot: { id: 'one', ms: at } });
  const failed = (n: number) => Array.from({ length: n }, (_, i) => moment(i));
  it.each([
    [4, 5, 'open'],
    [5, 59_000, 'wait'],
    [5, 4 + minute, 'open'],
    [6, 1.9 * minute, 'wait'],
    [9, 14.9 * minute, 'wait'],
    [12, 14.9 * minute, 'wait'],
    [12, 15.1 * minute, 'open'],
    [20, 60 * minute, 'closed'],
  ])('%i failures, %i ms later: %s', (failures, at, kind) => {
    expect(lockout(failed(failures), moment(at)).kind).toBe(kind);
  });

  it('says for how long, and who can help', () => {
    expect(lockout(failed(5), moment(10))).toMatchObject({
      message: expect.stringContaining('Try again in 1 minute.'),
    });
    expect(lockout(failed(20), moment(10))).toMatchObject({
      message: expect.stringContaining('supervisor or an admin'),
    });
  });
});
