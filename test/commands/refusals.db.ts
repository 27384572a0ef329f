import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSite } from '../../main/commands/founding';
import type { Station } from '../../main/commands/station';
import type { Outcome } from '../../main/contract/call';
import { AtWork, resources } from './atWork';
import { caseOf, doNext, goTo, sampleOrders, startChecked } from './busyHistory';

/** A sentence that says what is wrong: words, and a stop at the end. It blames nobody and has no manners to hide behind. */
const sentence = /^[\w“-][\s\S]{10,}[.!]$/;
const manners =
  /please|oops|sorry|invalid|illegal|successfully|error|exception occurred|undefined|null|\[object/i;

function refusal(outcome: Outcome<unknown>): {
  code: string;
  message: string;
  fields?: Readonly<Record<string, string>>;
} {
  if (outcome.ok) throw new Error(`accepted: ${JSON.stringify(outcome)}`);
  expect(outcome.message).toMatch(sentence);
  expect(outcome.message).not.toMatch(manners);
  return outcome;
}

let work: AtWork;
let orders: { seal: string; incident: string; access: string };
let files = '';
beforeAll(async () => {
  work = await AtWork.sample();
  orders = await sampleOrders(work);
  files = mkdtempSync(join(tmpdir(), 'process-designer-files-'));
  for (const person of ['m.kovac', 't.okafor', 'a.ruiz', 's.halvorsen']) await work.windowOf(person);
}, 90_000);
afterAll(async () => {
  await work?.close();
  rmSync(files, { recursive: true, force: true });
});
const size = (): number => work.station.site.ledger.head()?.size ?? 0;

/** Gives what must be refused, and looks that nothing of it was recorded. */
async function refused(...given: Parameters<AtWork['give']>): Promise<ReturnType<typeof refusal>> {
  // Sitting down is an entry of its own.
  await work.windowOf(given[0]);
  const before = size();
  const said = refusal(await work.give(...given));
  expect(size()).toBe(before);
  return said;
}

describe('a secret that is too weak', () => {
  const weak = [
    'short one',
    'aaaaaaaaaaaaaaaaaaaa',
    '12345678901234567890',
    'qwertyuiopasdfghjkl',
    'password password password',
    'Halden plant Halden plant',
    'Ida Lund i.lund Ida Lund',
  ];

  let user = '';
  let code = '';
  beforeAll(async () => {
    const made = await work.done('s.halvorsen', 'enrolPerson', {
      name: 'Ida Lund',
      identifier: 'i.lund',
      role: 'operator',
    });
    user = made.user;
    code = made.code ?? '';
  });

  it.each(weak)('%j is refused when a person chooses it: why, and what to choose', async (secret) => {
    const said = refusal(
      await work.executor.execute(77, 'chooseSecret', `cmd_${uuid()}`, { user, code, secret }),
    );
    expect(said.code).toBe('weak-secret');
    expect(said.fields?.secret).toMatch(sentence);
    expect(said.message).not.toContain(secret);
    expect(work.station.world.site.people.get(user)?.key).toBeUndefined();
  });

  it.each(weak)('%j is refused in the first run, before anything is made', async (secret) => {
    const empty = AtWork.empty();
    try {
      const said = refusal(
        await createSite(empty.founding(), {
          siteName: 'Halden plant',
          station: 'K1',
          name: 'Ida Lund',
          identifier: 'i.lund',
          secret,
        }),
      );
      expect(said).toMatchObject({
        code: 'weak-secret',
        message: expect.stringContaining('What you typed is kept.'),
        fields: { secret: expect.any(String) },
      });
      expect(existsSync(empty.folder) ? readdirSync(empty.folder) : []).toEqual([]);
    } finally {
      empty.discard();
    }
  });
});

describe('a person', () => {
  it('is not enrolled under an identifier that is or was somebody’s, whatever its case', async () => {
    for (const identifier of ['m.kovac', 'M.Kovac', ' m.KOVAC ']) {
      const said = await refused('s.halvorsen', 'enrolPerson', {
        name: 'Another Kovac',
        identifier,
        role: 'operator',
      });
      expect(said).toMatchObject({
        code: 'taken',
        message: expect.stringContaining('Marta Kovač'),
        fields: { identifier: expect.any(String) },
      });
    }
  });

  it('is not deactivated when they are the last admin', async () => {
    expect(
      await refused('s.halvorsen', 'deactivatePerson', { user: work.userOf('s.halvorsen'), why: 'Leaves' }),
    ).toMatchObject({ code: 'not-allowed', message: expect.stringContaining('last admin') });
  });
});

describe('a work order', () => {
  const args = async (number: string) => {
    const jobType = (await work.query('s.halvorsen', 'jobTypes', {})).find((j) =>
      j.name.toLowerCase().includes('access'),
    );
    const inputs = Object.fromEntries(
      (jobType?.inputs ?? []).map((i) => [
        i.id,
        i.kind === 'choice'
          ? (i.options?.[0] ?? '')
          : i.kind === 'date'
            ? '2027-01-01'
            : i.kind === 'number'
              ? '4'
              : 'Given',
      ]),
    );
    return {
      number,
      title: 'Access for somebody',
      jobType: jobType?.jobType ?? '',
      asset: 'Directory',
      inputs,
    };
  };

  it('does not take a number that is in use, in whatever case it is typed', async () => {
    await work.done('m.kovac', 'openWorkOrder', await args('SAP-4711'));
    for (const number of ['SAP-4711', 'sap-4711', 'Sap-4711', ' SAP-4711 ', 'wo-k1-000001']) {
      const said = await refused('t.okafor', 'openWorkOrder', await args(number));
      expect(said).toMatchObject({
        code: 'taken',
        message: expect.stringMatching(/exists already\. Nothing is opened; what you typed is kept\./),
        fields: { number: expect.any(String) },
      });
    }
  });

  it('does not open without its required inputs, and names each that is missing or of the wrong kind', async () => {
    const whole = await args('SAP-4712');
    const ids = Object.keys(whole.inputs);
    const said = await refused('m.kovac', 'openWorkOrder', { ...whole, inputs: {} });
    expect(said).toMatchObject({
      code: 'missing',
      message: expect.stringContaining(`${ids.length} required inputs are not given yet`),
    });
    expect(Object.keys(said.fields ?? {}).sort()).toEqual(ids.map((id) => `inputs.${id}`).sort());
    const date = await refused('m.kovac', 'openWorkOrder', {
      ...whole,
      inputs: { ...whole.inputs, 'needed-until': '1.3.2027' },
    });
    expect(date.fields).toEqual({ 'inputs.needed-until': 'A date such as 2026-03-10' });
  });
});

describe('a step', () => {
  beforeAll(async () => {
    await startChecked(work, orders.access);
  }, 30_000);
  const give = (value: string, more: object = {}) =>
    ['m.kovac', 'recordStep', { workOrder: orders.access, step: 'identify', value, ...more }] as const;

  it('is recorded once: a second answer is refused, and the same command again is the same answer', async () => {
    const id = `cmd_${uuid()}`;
    const before = size();
    const first = await work.give(...give('pass'), id);
    const again = await work.give(...give('pass'), id);
    expect(again).toEqual(first);
    expect(size()).toBe(before + 1);
    expect(await refused(...give('fail'))).toMatchObject({
      code: 'already-done',
      message: expect.stringMatching(
        /was recorded at \d\d:\d\d:\d\d UTC with “Pass”\. To change it, correct it with a reason\./,
      ),
    });
    await work.reopen();
    expect(await work.give(...give('pass'), id)).toEqual(first);
    expect(
      work.station.site.ledger.db
        .prepare("SELECT count(*) FROM entries WHERE type = 'run.step-recorded'")
        .pluck()
        .get(),
    ).toBe(1);
  }, 30_000);

  it('is not recorded before the one that comes first', async () => {
    expect(
      await refused('m.kovac', 'recordStep', { workOrder: orders.access, step: 'notify', value: 'done' }),
    ).toMatchObject({
      code: 'out-of-order',
      message: expect.stringMatching(/^(Step \d+, “.+”, comes first\.|Gate G\d, “.+”, is not approved yet)/),
    });
  });

  it('is not recorded as done before the run began or in the future', async () => {
    const step = 'justification';
    for (const performedAt of [new Date(Date.now() + 3_600_000).toISOString(), '2001-01-01T00:00:00.000Z']) {
      expect(
        await refused('m.kovac', 'recordStep', {
          workOrder: orders.access,
          step,
          value: 'Needs it',
          performedAt,
        }),
      ).toMatchObject({ code: 'out-of-range', fields: { performedAt: expect.any(String) } });
    }
    expect(
      await refused('m.kovac', 'recordStep', { workOrder: orders.access, step, value: '   ' }),
    ).toMatchObject({ code: 'missing' });
  });
});

describe('a reading', () => {
  beforeAll(async () => {
    await goTo(work, orders.access, 'length');
  }, 30_000);
  const read = (value: string, why?: string) =>
    [
      'm.kovac',
      'recordStep',
      { workOrder: orders.access, step: 'length', value, ...(why ? { why } : {}) },
    ] as const;

  it.each([
    ['thirty', 'letters'],
    ['30 days', 'letters'],
    ['30,5', 'Use a point: 30.5'],
    ['1 000', 'signs between the digits'],
    ['30.5', 'takes none'],
    ['3-0', 'cannot be read as a number'],
    ['', 'Nothing is typed yet'],
    ['٣٠', 'cannot be read as a number'],
    ['∞', 'cannot be read as a number'],
    ['0x1e', 'letters'],
  ])('typed as %j is refused: %s', async (value, why) => {
    expect(await refused(...read(value))).toMatchObject({
      code: 'malformed',
      message: expect.stringContaining(why),
      fields: { value: expect.stringMatching(sentence) },
    });
  });

  it('beyond what can be read is kept as an attempt and recorded as nothing else', async () => {
    for (const [n, value] of ['0', '367', '999999999999'].entries()) {
      const before = size();
      const answer = await work.done(...read(value));
      expect(answer).toMatchObject({
        accepted: false,
        verdict: 'refused',
        attempt: n + 1,
        message: expect.stringMatching(
          /so it was not accepted\. It is kept as attempt \d\. Enter the reading again\.$/,
        ),
      });
      expect(size()).toBe(before + 1);
    }
    const history = (await caseOf(work, orders.access)).state.run?.steps.length as unknown as {
      record?: unknown;
      refused: unknown[];
    };
    expect(history.record).toBeUndefined();
    expect(history.refused).toHaveLength(3);
  });

  it('in the warn band asks why, takes blanks for none, and is recorded with the reason', async () => {
    for (const why of [undefined, '   '])
      expect(await refused(...read('120', why))).toMatchObject({
        code: 'missing',
        message: expect.stringContaining('in the warn band. Say why'),
        fields: { why: expect.any(String) },
      });
  });

  it('in the act band is recorded and raises its exception, with owner and due time, and the run waits', async () => {
    const answer = await work.done(...read('200'));
    expect(answer).toMatchObject({
      accepted: true,
      verdict: 'act',
      exception: expect.stringMatching(/^exc_/),
    });
    const raised = (await work.query('a.ruiz', 'exceptions', { state: 'open' })).find(
      (e) => e.exception === answer.exception,
    );
    expect(raised).toMatchObject({
      code: 'MEA-04',
      ownerRole: 'compliance',
      state: 'open',
      due: expect.stringMatching(/^\d{4}-/),
    });
    const next = (await caseOf(work, orders.access)).next;
    expect(next).toMatchObject({ standing: 'act', step: { id: 'length' } });
    expect(
      await refused('t.okafor', 'withdrawException', {
        workOrder: orders.access,
        exception: answer.exception ?? '',
        why: 'Not so',
      }),
    ).toMatchObject({ code: 'not-allowed' });
    expect(
      await refused('m.kovac', 'disposeException', {
        workOrder: orders.access,
        exception: answer.exception ?? '',
        disposition: 'resolved',
        note: 'Mine',
      }),
    ).toMatchObject({ code: 'not-allowed' });
    await work.done('a.ruiz', 'disposeException', {
      workOrder: orders.access,
      exception: answer.exception ?? '',
      disposition: 'use-as-is',
      note: 'Agreed with the data owner',
    });
    expect((await caseOf(work, orders.access)).next?.step.id).toBe('data-owner-approval');
  });
});

describe('a file', () => {
  let step = '';
  beforeAll(async () => {
    await startChecked(work, orders.incident);
    await goTo(work, orders.incident, 'preserve-evidence');
    step = 'preserve-evidence';
  }, 30_000);
  const made = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(join(files, name), bytes);
    return join(files, name);
  };
  const add = (path: string) =>
    [
      'm.kovac',
      'addEvidence',
      { workOrder: orders.incident, step, slot: 'main', path, source: 'file' },
    ] as const;
  const vault = (): string[] =>
    readdirSync(join(work.folder, 'evidence'), { recursive: true })
      .map(String)
      .filter((n) => /[0-9a-f]{64}$|part$/.test(n))
      .sort();

  it.each([
    ['of 0 bytes', () => made('empty.pdf', ''), /empty\.pdf is empty \(0 bytes\)/],
    [
      'that is a Linux program named .jpg',
      () =>
        made(
          'photo.jpg',
          Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), Buffer.alloc(500)]),
        ),
      /photo\.jpg is a Linux program, whatever its name says/,
    ],
    [
      'that is a Windows program named .png',
      () => made('photo.png', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)])),
      /photo\.png is a Windows program/,
    ],
    [
      'that is a script named .jpg',
      () => made('script.jpg', '#!/bin/sh\nrm -rf /\n'),
      /whatever its name says/,
    ],
    [
      'that is a page named .txt',
      () => made('page.exe', '<html><script>1</script></html>'),
      /of a kind that is not known/,
    ],
    ['that is binary named .csv', () => made('table.csv', Buffer.from([0, 1, 2, 3, 0])), /binary content/],
    [
      'that is a ZIP named .pdf',
      () => made('papers.pdf', Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(100)])),
      /papers\.pdf is a/,
    ],
    ['that is gone', () => join(files, 'gone.pdf'), /gone\.pdf is no longer there/],
    ['that is a folder', () => files, /is not a file/],
    ['that is a device without end', () => '/dev/zero', /is not a file/],
    ['that the page made up itself', () => '', /no longer there/],
  ])('%s is refused: what it is, that nothing was added, what to do', async (_what, path, why) => {
    const before = vault();
    const said = await refused(...add(path()));
    expect(said).toMatchObject({
      code: 'evidence-refused',
      message: expect.stringMatching(why),
      fields: { file: expect.stringMatching(sentence) },
    });
    expect(said.message).toContain('Nothing was added.');
    expect(said.message).not.toContain(files);
    expect(vault()).toEqual(before);
  });

  it('of 2 GB is refused by its size, without reading it', async () => {
    const path = join(files, 'film.pdf');
    const handle = openSync(path, 'w');
    ftruncateSync(handle, 2_147_483_648);
    closeSync(handle);
    const said = await refused(...add(path));
    expect(said).toMatchObject({
      code: 'evidence-refused',
      message: expect.stringMatching(
        /film\.pdf has 2147 MB; the most is 200 MB\. Nothing was added\. Choose a smaller file, or split it\./,
      ),
    });
    expect(vault().filter((n) => n.endsWith('part'))).toEqual([]);
  });

  it('that is held in this place already is refused, and a photo’s place takes photos only', async () => {
    await work.done(...add(join(resources, 'sample', 'files', 'permit.pdf')));
    expect(await refused(...add(join(resources, 'sample', 'files', 'permit.pdf')))).toMatchObject({
      code: 'already-done',
    });
    expect(await refused(...add(made('more.txt', 'more')))).toMatchObject({
      code: 'already-done',
      message: expect.stringContaining('Use Retake'),
    });
  });

  it('is not added where a photo belongs', async () => {
    await startChecked(work, orders.seal);
    const text = (await caseOf(work, orders.seal)).next?.step.id ?? '';
    expect(
      await refused('m.kovac', 'addEvidence', {
        workOrder: orders.seal,
        step: text,
        slot: 'main',
        path: made('note.txt', 'note'),
        source: 'file',
      }),
    ).toMatchObject({ code: 'not-found' });
  });
});

describe('a release', () => {
  it('by its own author is refused, names who can, and the draft stays; a change after the asking is refused as stale', async () => {
    const admin = 's.halvorsen';
    const row = (await work.query(admin, 'checklists', {}))[0];
    const view = await work.query(admin, 'checklist', { checklist: row?.checklist ?? '' });
    const { checklist } = view.checklist;
    const changed = { ...view.checklist.draft, title: `${view.checklist.draft.title} B` };
    await work.done(admin, 'saveChecklistDraft', { checklist, document: changed });
    expect(
      await refused(admin, 'releaseChecklist', {
        checklist,
        ...(await work.signing(admin, { what: 'release', checklist })),
      }),
    ).toMatchObject({ code: 'not-ready', message: expect.stringContaining('Nobody has asked') });
    await work.done(admin, 'requestRelease', { checklist, reason: 'New title' });
    const said = await refused(admin, 'releaseChecklist', {
      checklist,
      ...(await work.signing(admin, { what: 'release', checklist })),
    });
    expect(said).toMatchObject({
      code: 'two-person',
      message: expect.stringMatching(/^You wrote part of this draft, so you cannot release it\. .+ can\.$/),
    });
    const shown = await work.signing('t.okafor', { what: 'release', checklist });
    await work.done(admin, 'saveChecklistDraft', {
      checklist,
      document: { ...changed, title: `${changed.title}C` },
    });
    expect(await refused('t.okafor', 'releaseChecklist', { checklist, ...shown })).toMatchObject({
      code: 'not-ready',
    });
    await work.done(admin, 'requestRelease', { checklist, reason: 'New title' });
    expect(await refused('t.okafor', 'releaseChecklist', { checklist, ...shown })).toMatchObject({
      code: 'stale',
      message: expect.stringContaining('Nothing was signed'),
    });
    const released = await work.done('t.okafor', 'releaseChecklist', {
      checklist,
      ...(await work.signing('t.okafor', { what: 'release', checklist })),
    });
    expect(released.number).toBe(2);
    expect(await refused(admin, 'requestRelease', { checklist, reason: 'Again' })).toMatchObject({
      code: 'already-done',
    });
  }, 60_000);
});

describe('a break-glass', () => {
  it('without rationale is refused at its field, and opens nothing', async () => {
    const gate = (await goTo(work, orders.seal))?.id ?? '';
    for (const why of ['', '   ', 'because', '          ']) {
      const said = await refused('m.kovac', 'openGlass', {
        workOrder: orders.seal,
        step: gate,
        code: 'BG-02',
        why,
      });
      expect(said).toMatchObject({
        code: 'not-understood',
        message: expect.stringContaining('what you typed is kept'),
        fields: { why: expect.stringContaining('at stake') },
      });
    }
    expect((await caseOf(work, orders.seal)).state.glasses).toEqual({});
  }, 30_000);

  it('on a gate that the checklist marks as never is refused, whoever asks', async () => {
    const gate = (await caseOf(work, orders.seal)).document?.sections
      .flatMap((s) => s.steps)
      .find((s) => s.kind === 'gate' && s.breakGlass === 'never');
    for (const who of ['m.kovac', 't.okafor']) {
      const said = await refused(who, 'openGlass', {
        workOrder: orders.seal,
        step: gate?.id ?? '',
        code: 'BG-02',
        why: 'It cannot wait any longer',
      });
      expect(['never-gate', 'out-of-order']).toContain(said.code);
    }
  });
});

describe('a closing', () => {
  it('with something missing is refused with what is missing, each with its place, and nothing is signed or made', async () => {
    const what = { what: 'closure' as const, workOrder: orders.incident };
    await doNext(work, orders.incident);
    const said = await refused('a.ruiz', 'closeWorkOrder', {
      workOrder: orders.incident,
      acceptance: [],
      result: 'Done',
      ...(await work.signing('a.ruiz', what)),
    });
    expect(said).toMatchObject({
      code: 'not-ready',
      message: expect.stringMatching(/^\d+ things are missing: .+\. Nothing is closed\.$/),
    });
    const missing = (await caseOf(work, orders.incident, 'a.ruiz')).readiness.filter((i) => !i.done);
    expect(missing.length).toBeGreaterThan(1);
    for (const item of missing) expect(item.at).toBeDefined();
    expect(existsSync(join(work.folder, 'closures'))).toBe(false);
  }, 30_000);

  it('that would be refused is refused before anybody is asked to sign it', async () => {
    const { shell } = work.station as { shell: { askSignature: Station['shell']['askSignature'] } };
    const { askSignature } = shell;
    let asked = 0;
    shell.askSignature = async () => {
      asked++;
    };
    expect(
      await refused('a.ruiz', 'closeWorkOrder', {
        workOrder: orders.incident,
        acceptance: [],
        result: 'Done',
      }),
    ).toMatchObject({ code: 'not-ready' });
    shell.askSignature = askSignature;
    expect(asked).toBe(0);
  }, 30_000);
});

describe('what was typed', () => {
  it('is kept for its person until it is recorded, over a restart, and shown to nobody else', async () => {
    const step = (await caseOf(work, orders.incident)).next?.step.id ?? '';
    const place = `run:${orders.incident}:${step}:value`;
    await work.done('m.kovac', 'keepDraft', { place, text: 'half a sentence' });
    const before = size();
    await work.reopen();
    expect(size()).toBe(before + 0);
    expect((await caseOf(work, orders.incident)).drafts).toEqual({ [place]: 'half a sentence' });
    expect((await caseOf(work, orders.incident, 't.okafor')).drafts).toEqual({});
    await doNext(work, orders.incident);
    expect((await caseOf(work, orders.incident)).drafts).toEqual({});
  }, 30_000);

  it('is not kept in the ledger', () => {
    mkdirSync(files, { recursive: true });
    const said = work.station.site.ledger.db
      .prepare("SELECT count(*) FROM entries WHERE CAST(body AS TEXT) LIKE '%half a sentence%'")
      .pluck()
      .get();
    expect(said).toBe(0);
  });
});
