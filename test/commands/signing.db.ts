import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
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
