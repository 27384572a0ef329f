import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ChecklistDocument, Step } from '../../main/domain/procedure/checklist';
import { lint } from '../../main/domain/procedure/lint';
import type { SiteState } from '../../main/domain/procedure/site';
import {
  clean,
  code,
  confirm,
  draft,
  gate,
  jobType,
  jobTypeId,
  section,
  site,
  starter,
  torque,
} from './draft';

const messages = (document: ChecklistDocument, at: SiteState = site()) =>
  lint(document, at).map((f) => `${f.severity}: ${f.message}`);
/** The work and the gate of a clean draft, with one more step. */
const withStep = (step: Step) => draft(section('work', [confirm, torque, step, gate]));

it('finds nothing in a draft that is in order', () => {
  expect(lint(clean, site())).toEqual([]);
});

describe.each(readdirSync('resources/starters'))('the starter %s', (name) => {
  it('can be released on a site with one person of each role', () => {
    const { jobType: kind, codes, document } = starter(name);
    const at = site(undefined, codes, [{ ...kind, jobType: jobTypeId }]);
    expect(lint({ ...document, jobType: jobTypeId }, at)).toEqual([]);
  });
});

describe('what is not written yet stops a release', () => {
  it('a checklist without a section', () => {
    expect(messages(draft())).toContain('stop: The checklist has no section. Add one, and a step in it.');
  });
  it('a section without a step', () => {
    expect(messages(draft(section('work', [confirm, torque, gate]), section('b', [], 'Clean up')))).toEqual([
      'stop: Section “Clean up” is empty. Add a step or remove the section.',
    ]);
  });
  it('a step, a section or a checklist that still has its first name', () => {
    const document = {
      ...draft(
        section(
          'work',
          [confirm, torque, gate, { ...confirm, id: 'b', title: 'Untitled step' }],
          'Untitled section',
        ),
      ),
      title: 'Untitled checklist',
    };
    expect(lint(document, site()).filter((f) => f.severity === 'stop')).toHaveLength(3);
    expect(lint(document, site()).map((f) => f.step)).toContain('b');
  });
  it('a number without a unit', () => {
    expect(messages(withStep({ ...torque, id: 'b', title: 'Other bolts', unit: '' }))).toEqual([
      'stop: Step 3 has no unit. Choose one, or 1 where it is a plain count.',
    ]);
  });
  it('two options that read the same', () => {
    const options = [
      { id: 'a', label: 'Left' },
      { id: 'b', label: ' left' },
    ];
    expect(messages(withStep({ ...confirm, id: 'b', title: 'Which side', kind: 'choice', options }))).toEqual(
      ['stop: Step 3 offers “Left” twice. Change one of them.'],
    );
  });
});

describe('a gate that nobody can satisfy stops a release', () => {
  it('with nobody of the role', () => {
    expect(messages(clean, site(['operator', 'admin'], [code({ owner: { role: 'admin' } })]))).toEqual([
      'stop: Gate G1 needs 1 supervisor, and the site has none. Enrol another, or change what the gate needs.',
    ]);
  });
  it('with too few of them', () => {
    const two = draft(
      section('work', [confirm, torque, { ...gate, need: [{ role: 'supervisor', count: 2 }] }]),
    );
    expect(messages(two)[0]).toContain('needs 2 supervisors, and the site has only 1');
    expect(lint(two, site(['operator', 'supervisor', 'supervisor']))).toEqual([]);
  });
  it('when the only supervisor would have to approve their own work', () => {
    expect(messages(clean, site(['supervisor', 'admin']))[0]).toContain(
      'Who carries the work out may not approve it',
    );
    expect(lint(clean, site(['supervisor', 'supervisor']))).toEqual([]);
  });
  it('with a role that cannot approve', () => {
    expect(
      messages(draft(section('work', [torque, { ...gate, need: [{ role: 'operator', count: 1 }] }])))[0],
    ).toContain('that role cannot approve');
  });
  it('when somebody who left is counted no more', () => {
    const at = site();
    const people = new Map([...at.people].map(([id, p]) => [id, { ...p, active: p.role !== 'supervisor' }]));
    expect(messages(clean, { ...at, people }).some((m) => m.startsWith('stop: Gate G1'))).toBe(true);
  });
});

describe('a code that would lead nowhere stops a release', () => {
  const passFail = (failCode: string) =>
    withStep({ id: 'b', kind: 'pass-fail', title: 'Guard closed', failCode });
  it('one that is not in the catalogue', () => {
    expect(messages(passFail('ISO-09'))).toEqual([
      'stop: Step 3 raises ISO-09, which is not in the catalogue. Define it, or choose another.',
    ]);
  });
  it('one that is retired, or opens the glass', () => {
    expect(
      messages(passFail('ISO-09'), site(undefined, [code(), code({ code: 'ISO-09', active: false })]))[0],
    ).toContain('retired');
    expect(
      messages(
        passFail('ISO-09'),
        site(undefined, [code(), code({ code: 'ISO-09', kind: 'break-glass' })]),
      )[0],
    ).toContain('break-glass');
  });
  it('one that nobody owns', () => {
    expect(
      messages(
        passFail('ISO-09'),
        site(['operator', 'supervisor'], [code(), code({ code: 'ISO-09', owner: { role: 'compliance' } })]),
      )[0],
    ).toContain('ISO-09 belongs to compliance, and nobody has that role');
    expect(
      messages(
        passFail('ISO-09'),
        site(undefined, [code(), code({ code: 'ISO-09', owner: { user: 'usr_gone0000' } })]),
      )[0],
    ).toContain('whose owner has left');
  });
  it('many that one missing role owns, in one finding', () => {
    const codes = [code(), code({ code: 'ISO-09' })];
    expect(
      messages(passFail('ISO-09'), site(['operator', 'compliance'], codes)).filter((m) =>
        m.includes('belong'),
      ),
    ).toEqual([
      'stop: MEA-04 and ISO-09 belong to supervisor, and nobody has that role. Enrol somebody, or change the owner.',
    ]);
  });
  it('one that a prerequisite raises', () => {
    const at = site(undefined, undefined, [
      jobType({ prerequisites: [{ id: 'kit', text: 'The kit is here.', code: 'MAT-09' }] }),
    ]);
    expect(messages(clean, at)[0]).toContain('Prerequisite “The kit is here.” raises MAT-09');
  });
});

it('no prerequisite, or no job type, stops a release', () => {
  expect(messages(clean, site(undefined, undefined, [jobType({ prerequisites: [] })]))[0]).toContain(
    'has no prerequisite',
  );
  expect(messages(clean, site(undefined, undefined, []))[0]).toContain('no job type');
});

describe('bands', () => {
  const at = (over: Partial<typeof torque>) =>
    messages(draft(section('work', [{ ...torque, ...over }, gate])));
  it('upside down stop a release', () => {
    expect(at({ act: { low: '14.00', high: '11.00' }, warn: undefined })).toEqual([
      'stop: Step 1: act is upside down, 14.00 is above 11.00.',
    ]);
  });
  it('outside one another stop a release', () => {
    expect(at({ warn: { low: '10.50', high: '13.00' } })).toEqual([
      'stop: Step 1: warn low 10.50 lies outside act 11.00. Put it inside.',
    ]);
    expect(at({ act: { low: '11.00', high: '21.00' } })[0]).toContain(
      'act high 21.00 lies outside limits 20.00',
    );
    expect(at({ act: undefined, actCode: undefined, warn: { low: '2.00' } })[0]).toContain(
      'warn low 2.00 lies outside limits 5.00',
    );
  });
  it('may be open at one side, or touch', () => {
    expect(at({ act: { high: '14.00' }, warn: { high: '14.00' } })).toEqual([]);
  });
  it('are compared exactly, not as floating point', () => {
    expect(at({ decimals: 9, act: { low: '11.000000001' }, warn: { low: '11.000000000' } })[0]).toContain(
      'warn low',
    );
  });
  it('with an act band and no code stop a release', () => {
    expect(at({ actCode: undefined })).toEqual([
      'stop: Step 1: a reading in the act band raises no exception. Choose a code.',
    ]);
  });
  it('finer than the reading are worth a look', () => {
    expect(at({ decimals: 1 })[0]).toMatch(/^warn: .*2 decimals, and the reading takes 1/);
  });
});

describe('worth considering, but no reason to stop', () => {
  it('no gate, and no evidence', () => {
    expect(messages(draft(section('work', [confirm])))).toEqual([
      'warn: The checklist has no gate, so nobody approves the work before closure.',
      'warn: No step asks for evidence: no photo, file, reading or signature.',
    ]);
  });
  it('the same title twice, whatever its capitals and spaces', () => {
    expect(messages(withStep({ ...confirm, id: 'b', title: 'refit  the Guard' }))).toEqual([
      'warn: Step 1 and Step 3 have the same title. Say what differs.',
    ]);
  });
  it('wording too long to read with gloves on', () => {
    expect(
      messages(withStep({ ...confirm, id: 'b', title: 'x'.repeat(61), say: 'y'.repeat(241) })),
    ).toHaveLength(2);
    expect(messages(withStep({ ...confirm, id: 'b', title: 'x'.repeat(60), say: 'y'.repeat(240) }))).toEqual(
      [],
    );
  });
  it('a check that raises nothing when it fails', () => {
    expect(messages(withStep({ id: 'b', kind: 'pass-fail', title: 'Guard closed' }))).toEqual([
      'warn: Step 3 raises no exception when it fails. Choose a code.',
    ]);
  });
});

it('puts what stops a release before what is to be considered', () => {
  const order = lint(
    draft(section('work', [{ ...confirm, title: 'x'.repeat(61) }]), section('b', [])),
    site(),
  ).map((f) => f.severity);
  expect(order).toEqual([...order].sort());
});
