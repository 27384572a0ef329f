import { describe, expect, it } from 'vitest';
import { exceptionCodeSchema } from '../../main/domain/procedure/catalogue';
import { jobTypeSchema } from '../../main/domain/procedure/jobType';
import { slugFor } from '../../renderer/admin/check';
import { formOf as codeForm, codeOf, faultsOfCode } from '../../renderer/admin/codeForm';
import { faultsByPath, formOf as jobTypeForm, jobTypeOf } from '../../renderer/admin/jobTypeForm';
import { starter } from '../procedure/draft';

const seal = starter('hydraulic-seal-loto.json');

describe('a form that nobody touched sends back what was there', () => {
  it.each(seal.codes.map((code) => [code.code, code] as const))('code %s', (_, code) => {
    expect(exceptionCodeSchema.parse(codeOf(codeForm(code), code.kind))).toEqual(code);
    expect(faultsOfCode(codeForm(code), code.kind, [])).toEqual({});
  });
  it('a job type', () => {
    const jobType = { ...seal.jobType, jobType: 'jt_00000000-0000' };
    expect(jobTypeOf(jobTypeForm(jobType))).toEqual(seal.jobType);
    expect(faultsByPath(jobTypeOf(jobTypeForm(jobType)))).toEqual({});
  });
});

it('an empty form names every field that is missing', () => {
  expect(Object.keys(faultsOfCode(codeForm(undefined), 'exception', [])).sort()).toEqual([
    'code',
    'meaning',
    'owner',
    'slaMinutes',
  ]);
  expect(faultsOfCode(codeForm(undefined), 'break-glass', [])).toHaveProperty('glass');
  expect(faultsByPath(jobTypeOf(jobTypeForm(undefined)))).toHaveProperty('name');
});

it('a code that exists cannot be added again', () => {
  const [code] = seal.codes;
  expect(faultsOfCode(codeForm(code), 'exception', [code?.code ?? '']).code).toContain('exists already');
});

describe('new lines of a job type', () => {
  const blank = jobTypeForm(undefined);
  it('get short names of their own, and old ones keep theirs', () => {
    const form = {
      ...blank,
      name: 'Seal',
      acceptance: [
        { id: 'guard', text: 'Changed wording' },
        { id: '', text: 'Guard' },
        { id: '', text: 'Guard' },
      ],
    };
    expect(jobTypeOf(form).acceptance.map((line) => line.id)).toEqual(['guard', 'guard-2', 'guard-3']);
    expect(jobTypeSchema.omit({ jobType: true }).safeParse(jobTypeOf(form)).success).toBe(true);
  });
  it('without words or code are named by their place', () => {
    const form = {
      ...blank,
      name: 'Seal',
      prerequisites: [{ id: '', text: 'The kit is here.', how: '', code: '' }],
    };
    expect(faultsByPath(jobTypeOf(form))).toEqual({
      'prerequisites.0.code': 'Choose the code that is raised when it fails.',
    });
  });
  it('a choice needs two options', () => {
    const form = {
      ...blank,
      name: 'Seal',
      inputs: [{ id: '', label: 'Kit', kind: 'choice' as const, unit: '', options: 'one\n' }],
    };
    expect(faultsByPath(jobTypeOf(form))).toEqual({
      'inputs.0.options': 'A choice needs at least two options.',
    });
  });
});

it('short names are small letters, digits and hyphens, whatever was typed', () => {
  expect(slugFor('Überdruck: 12 bar!', [])).toBe('uberdruck-12-bar');
  expect(slugFor('—', ['line'])).toBe('line-2');
  expect(slugFor('x'.repeat(80), [])).toMatch(/^[a-z0-9][a-z0-9-]{0,39}$/);
});
