import { type inputKinds, type JobType, jobTypeSchema } from '../../main/domain/procedure/jobType';
import { capital } from '../app/format';
import { slugFor } from './check';

export type InputLine = {
  id: string;
  label: string;
  kind: (typeof inputKinds)[number];
  unit: string;
  options: string;
};
type CheckLine = { id: string; text: string; how: string; code: string };
type CriterionLine = { id: string; text: string };
/** A job type as it is typed; a line that is new has no short name yet. */
export type JobTypeForm = {
  name: string;
  riskClass: JobType['riskClass'];
  inputs: InputLine[];
  prerequisites: CheckLine[];
  acceptance: CriterionLine[];
};

/** The form of a job type, or of a new one. */
export function formOf(jobType: JobType | undefined): JobTypeForm {
  return {
    name: jobType?.name ?? '',
    riskClass: jobType?.riskClass ?? 'medium',
    inputs: (jobType?.inputs ?? []).map(({ id, label, kind, unit, options }) => ({
      id,
      label,
      kind,
      unit: unit ?? '',
      options: (options ?? []).join('\n'),
    })),
    prerequisites: (jobType?.prerequisites ?? []).map(({ id, text, how, code }) => ({
      id,
      text,
      how: how ?? '',
      code,
    })),
    acceptance: [...(jobType?.acceptance ?? [])],
  };
}

/** What is sent. A new line gets a short name from its words; one that had a name keeps it, so that old records still point to it. */
export function jobTypeOf(form: JobTypeForm): Omit<JobType, 'jobType'> {
  const taken = [...form.inputs, ...form.prerequisites, ...form.acceptance]
    .map((line) => line.id)
    .filter((id) => id !== '');
  const named = (id: string, words: string) => {
    if (id !== '') return id;
    const slug = slugFor(words, taken);
    taken.push(slug);
    return slug;
  };
  return {
    name: form.name,
    riskClass: form.riskClass,
    inputs: form.inputs.map(({ id, label, kind, unit, options }) => ({
      id: named(id, label),
      label,
      kind,
      ...(kind === 'number' && unit.trim() !== '' ? { unit: unit.trim() } : {}),
      ...(kind === 'choice'
        ? {
            options: options
              .split('\n')
              .map((line) => line.trim())
              .filter((line) => line !== ''),
          }
        : {}),
    })),
    prerequisites: form.prerequisites.map(({ id, text, how, code }) => ({
      id: named(id, text),
      text,
      code,
      ...(how.trim() === '' ? {} : { how }),
    })),
    acceptance: form.acceptance.map(({ id, text }) => ({ id: named(id, text), text })),
  };
}

/** Sentences by path, such as `prerequisites.0.code`. */
export function faultsByPath(value: Omit<JobType, 'jobType'>): Record<string, string> {
  const faults: Record<string, string> = {};
  const parsed = jobTypeSchema.omit({ jobType: true }).safeParse(value);
  for (const issue of parsed.error?.issues ?? [])
    faults[issue.path.slice(0, 3).join('.')] ??= `${capital(issue.message)}.`;
  value.inputs.forEach((input, i) => {
    if (input.kind === 'choice' && (input.options?.length ?? 0) < 2)
      faults[`inputs.${i}.options`] = 'A choice needs at least two options.';
  });
  value.prerequisites.forEach((p, i) => {
    if (p.code === '') faults[`prerequisites.${i}.code`] = 'Choose the code that is raised when it fails.';
  });
  return faults;
}
