import type { Recorded } from '../../main/domain/entry';

const dayMs = 24 * 60 * 60_000;

/** A signal as the rule of the product says it must be: which exceptions, right after the newest of them. */
export type Expected = {
  readonly code: string;
  readonly jobType: string;
  readonly exceptions: readonly string[];
};

/**
 * Counts again, from the raw entries alone and by no code of the app: the same code on the same job type `count` times in
 * `days`, withdrawn ones left out, none while one waits, and after a decision only what came after it.
 */
export function recountSignals(
  entries: readonly Recorded[],
  start: { readonly count: number; readonly days: number },
): Expected[] {
  let { count, days } = start;
  const jobTypeOf = new Map<string, string>();
  const raised: { id: string; key: string; code: string; jobType: string; at: number; gone: boolean }[] = [];
  const waiting = new Map<string, string>();
  const decidedAt = new Map<string, number>();
  const found: Expected[] = [];
  for (const { type, body, at } of entries) {
    const b = (body ?? {}) as Readonly<Record<string, unknown>>;
    const of = (key: string): string => String(b[key] ?? '');
    const time = Date.parse(at);
    if (type === 'work-order.opened') jobTypeOf.set(of('workOrder'), of('jobType'));
    if (type === 'repeat-rule.set') ({ count, days } = b as unknown as typeof start);
    if (type === 'exception.withdrawn') for (const e of raised) if (e.id === of('exception')) e.gone = true;
    if (type === 'drift.signalled') waiting.set(of('signal'), `${of('code')} ${of('jobType')}`);
    const ended =
      type === 'drift.dismissed'
        ? of('signal')
        : type === 'remediation.opened'
          ? String((b.cause as Record<string, unknown>).signal)
          : '';
    const key = waiting.get(ended);
    if (key !== undefined) {
      waiting.delete(ended);
      decidedAt.set(key, time);
    }
    if (type !== 'exception.raised') continue;
    const jobType = jobTypeOf.get(of('workOrder')) ?? '';
    const one = {
      id: of('exception'),
      key: `${of('code')} ${jobType}`,
      code: of('code'),
      jobType,
      at: time,
      gone: false,
    };
    raised.push(one);
    if ([...waiting.values()].includes(one.key)) continue;
    const after = raised.filter((e) => e.key === one.key && !e.gone && e.at > (decidedAt.get(one.key) ?? -1));
    const newest = Math.max(...after.map((e) => e.at));
    const counted = after.filter((e) => newest - e.at <= days * dayMs);
    if (counted.length >= count)
      found.push({
        code: one.code,
        jobType,
        exceptions: counted.sort((x, y) => x.at - y.at).map((e) => e.id),
      });
  }
  return found;
}
