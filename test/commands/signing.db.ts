import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SigningAsk } from '../../main/commands/signingAsk';
import type { Station } from '../../main/commands/station';
import { AtWork, sampleSecret } from './atWork';

// At the app's own cost, so that opening a key takes longer than the sitting has left.
vi.unmock('../../main/identity/secretCost');

describe('a sitting that ends while its key is opened', () => {
  let work: AtWork;
  beforeAll(async () => {
    work = await AtWork.sample();
  }, 60_000);
  afterAll(() => work?.close());

  it('signs nothing', async () => {
    const [checklist] = [...work.station.world.site.checklists.values()];
    const document = checklist && { ...checklist.draft, title: `${checklist.draft.title}, shorter` };
    if (!checklist || !document) throw new Error('the sample has no checklist');
    await work.done('s.halvorsen', 'saveChecklistDraft', { checklist: checklist.checklist, document });
    await work.done('s.halvorsen', 'requestRelease', {
      checklist: checklist.checklist,
      reason: 'A shorter title',
    });
    const window = await work.windowOf('t.okafor');
    const signed = await work.signing('t.okafor', { what: 'release', checklist: checklist.checklist });
    const releasing = work.give('t.okafor', 'releaseChecklist', {
      checklist: checklist.checklist,
      ...signed,
    });
    setTimeout(() => work.station.sessions.lock(window), 50);
    expect(await releasing).toMatchObject({ ok: false, code: 'not-signed-in' });
    expect(work.station.world.site.checklists.get(checklist.checklist)?.versions).toHaveLength(1);
  }, 30_000);

  it('is written down when somebody else signs in over it', async () => {
    const window = await work.windowOf('m.kovac');
    const before = work.station.sessions.state(window);
    const session = before.kind === 'open' ? before.session : '';
    const user = work.userOf('a.ruiz');
    await work.executor.execute(window, 'signIn', `cmd_${uuid()}`, { user, secret: sampleSecret });
    const ended = work.station.site.ledger.db
      .prepare("SELECT CAST(body AS TEXT) FROM entries WHERE type = 'session.ended'")
      .pluck()
      .all() as string[];
    expect(ended.some((body) => body.includes(session))).toBe(true);
  }, 30_000);
});

describe('a signing that is asked for', () => {
  let work: AtWork;
  let checklist = '';
  beforeAll(async () => {
    work = await AtWork.sample();
    const [list] = [...work.station.world.site.checklists.values()];
    if (!list) throw new Error('the sample has no checklist');
    checklist = list.checklist;
    const document = { ...list.draft, title: `${list.draft.title}, shorter` };
    await work.done('s.halvorsen', 'saveChecklistDraft', { checklist, document });
    await work.done('s.halvorsen', 'requestRelease', { checklist, reason: 'A shorter title' });
  }, 60_000);
  afterAll(() => work?.close());
  const versions = (): number => work.station.world.site.checklists.get(checklist)?.versions.length ?? 0;
  /** Answers the next signing in place of a person at the window. */
  const atWindow = (answer: (ask: SigningAsk) => Promise<void>): (() => void) => {
    const shell = work.station.shell as { askSignature: Station['shell']['askSignature'] };
    const { askSignature } = shell;
    shell.askSignature = answer;
    return () => {
      shell.askSignature = askSignature;
    };
  };

  it('and cancelled records nothing, and holds nobody up meanwhile', async () => {
    const before = work.station.site.ledger.head()?.size;
    let recordedMeanwhile = false;
    const restore = atWindow(async () => {
      await work.done('m.kovac', 'keepDraft', { place: 'meanwhile', text: 'typed' });
      recordedMeanwhile = true;
    });
    expect(await work.give('t.okafor', 'releaseChecklist', { checklist })).toMatchObject({
      ok: false,
      code: 'not-signed',
    });
    restore();
    expect(recordedMeanwhile).toBe(true);
    expect(versions()).toBe(1);
    expect(work.station.site.ledger.head()?.size).toBeGreaterThanOrEqual(before ?? 0);
  }, 60_000);

  it('is the only one of its window, shows its meaning and its signer, and is no more once another sits there', async () => {
    const window = await work.windowOf('t.okafor');
    let inner: unknown;
    let shown: unknown;
    let late: unknown;
    const restore = atWindow(async (ask) => {
      shown = ask.read();
      inner = await work.executor.execute(window, 'releaseChecklist', `cmd_${uuid()}`, { checklist });
      const user = work.userOf('a.ruiz');
      await work.executor.execute(window, 'signIn', `cmd_${uuid()}`, { user, secret: sampleSecret });
      late = [ask.stands(), ask.read()];
      const { digest } = shown as { digest: string };
      await ask.sign({ shown: digest, sign: { identifier: 't.okafor', secret: sampleSecret } });
    });
    const outcome = await work.executor.execute(window, 'releaseChecklist', `cmd_${uuid()}`, { checklist });
    restore();
    expect(shown).toMatchObject({
      name: 'Thomas Okafor',
      identifier: 't.okafor',
      needsIdentifier: true,
      deed: 'Sign the release',
      says: [{ label: 'Meaning', value: expect.stringMatching(/^Released: /) }],
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(inner).toMatchObject({ ok: false, code: 'in-use' });
    expect(late).toEqual([false, expect.objectContaining({ ok: false, code: 'not-signed-in' })]);
    expect(outcome).toMatchObject({ ok: false, code: 'not-signed-in' });
    expect(versions()).toBe(1);
  }, 60_000);
});
