import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Role } from '../../main/domain/entry';
import type { ExceptionCode } from '../../main/domain/procedure/catalogue';
import type { ChecklistDocument, Section, Step } from '../../main/domain/procedure/checklist';
import type { JobType } from '../../main/domain/procedure/jobType';
import { emptySite, type SiteState } from '../../main/domain/procedure/site';
import { type Starter, starterSchema } from '../../main/domain/procedure/starter';

/** Made-up drafts and sites for the tests of what a draft may be. */
export const jobTypeId = 'jt_00000000-0000';

export function code(over: Partial<ExceptionCode> = {}): ExceptionCode {
  return {
    code: 'MEA-04',
    kind: 'exception',
    meaning: 'Reading out of band',
    owner: { role: 'supervisor' },
    severity: 'high',
    slaMinutes: 60,
    effect: 'blocks',
    phrases: [],
    dispositions: ['resolved'],
    active: true,
    ...over,
  };
}

export function jobType(over: Partial<JobType> = {}): JobType {
  return {
    jobType: jobTypeId,
    name: 'Seal replacement',
    riskClass: 'high',
    inputs: [],
    acceptance: [],
    prerequisites: [{ id: 'kit', text: 'The kit is here.', code: 'MEA-04' }],
    ...over,
  };
}

/** A site with the given people, by role, and the given codes and job types. */
export function site(
  people: readonly Role[] = ['operator', 'supervisor', 'compliance', 'admin'],
  codes: readonly ExceptionCode[] = [code()],
  jobTypes: readonly JobType[] = [jobType()],
): SiteState {
  const enrolled = people.map((role, i) => ({
    user: `usr_0000000${i}`,
    name: `Person ${i}`,
    identifier: `p.${i}`,
    role,
    key: '',
    keys: [],
    resets: [],
    active: true,
    since: '',
  }));
  return {
    ...emptySite,
    people: new Map(enrolled.map((p) => [p.user, p])),
    codes: new Map(codes.map((c) => [c.code, c])),
    jobTypes: new Map(jobTypes.map((j) => [j.jobType, j])),
  };
}

export const confirm: Step = { id: 'guard', kind: 'confirm', title: 'Refit the guard' };
export const torque: Extract<Step, { kind: 'number' }> = {
  id: 'torque',
  kind: 'number',
  title: 'Torque the gland bolts',
  unit: 'N.m',
  decimals: 2,
  limits: { low: '5.00', high: '20.00' },
  act: { low: '11.00', high: '14.00' },
  warn: { low: '12.00', high: '13.00' },
  actCode: 'MEA-04',
};
export const gate: Extract<Step, { kind: 'gate' }> = {
  id: 'return',
  kind: 'gate',
  title: 'Return to service',
  need: [{ role: 'supervisor', count: 1 }],
  breakGlass: 'allowed',
};

export function section(id: string, steps: readonly Step[], title = `Section ${id}`): Section {
  return { id, title, steps: [...steps] };
}

export function draft(...sections: readonly Section[]): ChecklistDocument {
  return { title: 'Hydraulic seal replacement', jobType: jobTypeId, sections: [...sections] };
}

/** A draft with nothing to find in it. */
export const clean = draft(section('work', [confirm, torque]), section('end', [gate]));

export function starter(name: string): Starter {
  return starterSchema.parse(JSON.parse(readFileSync(resolve('resources/starters', name), 'utf8')));
}
