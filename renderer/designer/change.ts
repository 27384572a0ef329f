import type { Step } from '../../main/domain/procedure/checklist';

/** A step with some properties changed; one that becomes undefined goes, so that no empty property is hashed. */
export function changed<S extends Step>(step: S, part: Partial<S>): S {
  return without({ ...step, ...part });
}

/** An object without its undefined properties. */
export function without<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
