import { readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExceptionCode } from '../../main/domain/procedure/catalogue';
import { numberedSteps, type Range, type Step, type StepKind } from '../../main/domain/procedure/checklist';
import { type Starter, starterSchema } from '../../main/domain/procedure/starter';
import { compareDecimals } from '../../main/domain/run/decimal';

const folder = resolve('resources/starters');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (name: string): Starter =>
  starterSchema.parse(JSON.parse(readFileSync(resolve(folder, name), 'utf8')));
const starters = files.map(read);

/** `findStep` and `numberedSteps` do not look at the job type, which a starter does not have yet. */
const stepsOf = (starter: Starter): Step[] =>
  numberedSteps({ ...starter.document, jobType: 'jt_starter-0' }).map(({ step }) => step);
const seal = () => read('hydraulic-seal-loto.json');

const everyKind: StepKind[] = [
  'confirm',
  'pass-fail',
  'choice',
  'number',
  'text',
  'photo',
  'file',
  'signature',
  'gate',
];
const ucum = ['bar', 'um', 'mm', 'N.m', '%', 'ms', 'd'];

/** Whether `inner` lies within `outer`: an open side of `outer` holds anything, an open side of `inner` only there. */
function within(inner: Range, outer: Range): boolean {
  const low =
    outer.low === undefined || inner.low === undefined || compareDecimals(inner.low, outer.low) >= 0;
  const high =
    outer.high === undefined || inner.high === undefined || compareDecimals(inner.high, outer.high) <= 0;
  return low && high;
}

it('three starters ship, each in a file of its own name', () => {
  expect(files.sort()).toEqual([
    'access-request-approvals.json',
    'hydraulic-seal-loto.json',
    'incident-response-change.json',
  ]);
  for (const file of files) expect(read(file).id).toBe(basename(file, '.json'));
});

describe.each(starters.map((starter) => [starter.id, starter] as const))('%s', (_, starter) => {
  const steps = stepsOf(starter);

  it('names everything once', () => {
    const { inputs, acceptance, prerequisites } = starter.jobType;
    const slots = steps.flatMap((step) => step.evidence ?? []);
    for (const list of [
      [...inputs, ...acceptance, ...prerequisites],
      starter.document.sections,
      steps,
      slots,
    ]) {
      const ids = list.map((item) => item.id);
      expect(new Set(ids).size, ids.join(' ')).toBe(ids.length);
    }
    const codes = starter.codes.map((code) => code.code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('refers only to exception codes that it brings along', () => {
    const codes = new Map(starter.codes.map((code) => [code.code, code]));
    const used = [
      ...starter.jobType.prerequisites.map((prerequisite) => prerequisite.code),
      ...steps.flatMap((step) =>
        step.kind === 'pass-fail' ? [step.failCode] : step.kind === 'number' ? [step.actCode] : [],
      ),
    ];
    for (const code of used) {
      expect(code).toBeDefined();
      expect(codes.get(code ?? '')?.kind, code).toBe('exception');
    }
  });

  it('keeps its bands inside one another and written with the decimals of the step', () => {
    for (const step of steps) {
      if (step.kind !== 'number') continue;
      expect(ucum).toContain(step.unit);
      const { limits = {}, act = {}, warn = {} } = step;
      expect(within(act, limits), `${step.id}: act in limits`).toBe(true);
      expect(within(warn, act), `${step.id}: warn in act`).toBe(true);
      expect(within(warn, limits), `${step.id}: warn in limits`).toBe(true);
      for (const range of [limits, act, warn]) {
        if (range.low !== undefined && range.high !== undefined)
          expect(compareDecimals(range.low, range.high)).toBe(-1);
        for (const bound of [range.low, range.high]) {
          if (bound !== undefined)
            expect(bound.split('.')[1]?.length ?? 0, `${step.id} ${bound}`).toBe(step.decimals);
        }
      }
    }
  });

  it('has eight to twelve exception codes and two reasons for breaking the glass, owned by roles', () => {
    const glass = starter.codes.filter((code) => code.kind === 'break-glass');
    expect(glass).toHaveLength(2);
    for (const code of glass)
      expect(code.glass).toMatchObject({
        windowMinutes: 15,
        reviewDueMinutes: 24 * 60,
        remediationDueMinutes: 14 * 24 * 60,
      });
    const exceptions = starter.codes.filter((code) => code.kind === 'exception');
    expect(exceptions.length).toBeGreaterThanOrEqual(8);
    expect(exceptions.length).toBeLessThanOrEqual(12);
    for (const code of exceptions) expect(code.glass).toBeUndefined();
    for (const code of starter.codes) {
      expect(Object.keys(code.owner)).toEqual(['role']);
      expect(code.active).toBe(true);
      expect(code.phrases.length).toBeGreaterThan(0);
      expect(code.dispositions).toContain('resolved');
    }
  });

  it('asks a supervisor and compliance, and compliance can never be skipped', () => {
    const gates = steps.filter((step) => step.kind === 'gate');
    const roles = gates.flatMap((gate) => gate.need.map((part) => part.role));
    expect(roles).toContain('supervisor');
    expect(roles).toContain('compliance');
    for (const gate of gates) {
      if (gate.need.some((part) => part.role === 'compliance'))
        expect(gate.breakGlass, gate.id).toBe('never');
    }
  });

  it('has proof: evidence, a signature, required inputs, acceptance criteria and three to five prerequisites', () => {
    expect(steps.some((step) => step.kind === 'signature')).toBe(true);
    expect(
      steps.filter((step) => step.kind === 'photo' || step.kind === 'file' || step.evidence !== undefined)
        .length,
    ).toBeGreaterThan(2);
    expect(starter.jobType.inputs.length).toBeGreaterThan(2);
    expect(starter.jobType.acceptance.length).toBeGreaterThan(2);
    expect(starter.jobType.prerequisites.length).toBeGreaterThanOrEqual(3);
    expect(starter.jobType.prerequisites.length).toBeLessThanOrEqual(5);
    for (const input of starter.jobType.inputs)
      expect(input.options !== undefined, input.id).toBe(input.kind === 'choice');
  });

  it('is short enough to read at arm’s length, in plain words', () => {
    for (const step of steps) {
      expect(step.title.length, step.title).toBeLessThanOrEqual(48);
      expect(step.say, step.id).toBeDefined();
      expect(step.say?.length ?? 0, step.id).toBeLessThanOrEqual(180);
      expect(step.say, step.id).toMatch(/[.]$/);
    }
    expect(JSON.stringify(starter)).not.toMatch(/please|oops|successfully|invalid|tamper-proof|compliant/i);
  });
});

it('a code means the same wherever it ships', () => {
  const seen = new Map<string, ExceptionCode>();
  for (const code of starters.flatMap((starter) => starter.codes)) {
    expect(code).toEqual(seen.get(code.code) ?? code);
    seen.set(code.code, code);
  }
});

describe('lockout and tagout of the hydraulic press', () => {
  it('goes in the order of OSHA 29 CFR 1910.147: (c)(9) and (d) to isolate, (e) to restore', () => {
    const ids = stepsOf(seal()).map((step) => step.id);
    const order = [
      'energy-sources',
      'permit-to-isolate',
      'notify-stop',
      'shut-down',
      'isolate-energy',
      'lock-and-tag',
      'release-energy',
      'read-pressure',
      'try-to-start',
      'sign-zero-energy',
      'remove-gland',
      'refit-guard',
      'tools-out',
      'return-to-service',
      'remove-locks',
      'notify-start',
      'energise',
      'leak-test',
      'trial-strokes',
    ];
    expect(ids.filter((id) => order.includes(id))).toEqual(order);
  });

  it('lets nobody energise before both signatures, whatever the urgency', () => {
    const gates = new Map(
      stepsOf(seal())
        .filter((step) => step.kind === 'gate')
        .map((gate) => [gate.id, gate]),
    );
    expect(gates.get('permit-to-isolate')).toMatchObject({
      need: [{ role: 'supervisor', count: 1 }],
      breakGlass: 'allowed',
    });
    expect(gates.get('return-to-service')).toMatchObject({
      need: [
        { role: 'supervisor', count: 1 },
        { role: 'compliance', count: 1 },
      ],
      breakGlass: 'never',
    });
  });

  it('takes any pressure above 0.0 bar as energy still present, and holds the run', () => {
    const step = stepsOf(seal()).find(({ id }) => id === 'read-pressure');
    expect(step).toMatchObject({ unit: 'bar', decimals: 1, act: { high: '0.0' }, actCode: 'ISO-05' });
    expect(seal().codes.find(({ code }) => code === 'ISO-05')?.effect).toBe('holds');
  });

  it('uses every kind of step', () => {
    const kinds = new Set(stepsOf(seal()).map((step) => step.kind));
    expect([...kinds].sort()).toEqual([...everyKind].sort());
  });
});
