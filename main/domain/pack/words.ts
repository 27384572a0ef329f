import type { PackScope } from './pack';

/** How a scope's ids are said to a person. */
export type ScopeNames = {
  readonly jobType: (id: string) => string;
  readonly person: (id: string) => string;
  readonly question: (value: string) => string;
};

/** A time as a pack says it, in UTC: its words are the same wherever it is made again. */
const said = (at: string): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function openedWords({
  from,
  until,
}: {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}): string {
  if (from !== undefined && until !== undefined)
    return `, opened from ${said(from)} until before ${said(until)}`;
  if (from !== undefined) return `, opened from ${said(from)} on`;
  return until === undefined ? '' : `, opened before ${said(until)}`;
}

function selectedBy(scope: PackScope, names: ScopeNames): string {
  switch (scope.kind) {
    case 'work-orders':
      return scope.workOrders.length === 1
        ? 'One chosen work order'
        : `${scope.workOrders.length} chosen work orders`;
    case 'job-type':
      return `Work orders of the job type “${names.jobType(scope.value)}”`;
    case 'person':
      return `Work orders in which ${names.person(scope.value)} acted or is named`;
    case 'lot':
      return `Work orders of lot ${scope.value}`;
    case 'asset':
      return `Work orders on ${scope.value}`;
    case 'dates':
      return 'Work orders';
    case 'question':
      return `Work orders ${names.question(scope.value)}`;
  }
}

/** A scope for a person, with how much of what it selects is disclosed. At most 500 letters. */
export function scopeWords(
  scope: PackScope,
  names: ScopeNames,
  { selected, disclosed }: { readonly selected: number; readonly disclosed: number },
): string {
  const within = scope.kind === 'work-orders' ? '' : openedWords(scope);
  const whole = `${selectedBy(scope, names)}${within}`;
  const part = disclosed < selected ? `; ${disclosed} of these ${selected} are disclosed` : '';
  return `${whole.slice(0, 500 - part.length)}${part}`;
}
