import type { JobType } from '../../main/domain/procedure/jobType';

/** Something that each required input of a job type takes. */
export function inputsOf(jobType: JobType): Record<string, string> {
  const value = (input: JobType['inputs'][number]): string => {
    if (input.kind === 'number') return '40';
    if (input.kind === 'choice') return input.options?.[0] ?? '';
    return input.kind === 'date' ? '2027-06-01' : 'PC-4-03';
  };
  return Object.fromEntries(jobType.inputs.map((input) => [input.id, value(input)]));
}
