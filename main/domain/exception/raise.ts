import { type Context, type Proposed, plusMinutes } from '../entry';
import type { ExceptionCode } from '../procedure/catalogue';
import type { SiteState } from '../procedure/site';
import type { ExceptionState } from './exception';

/** One way an exception comes to be, whoever or whatever raises it: numbered, owned and due at once. */
export function raise(
  what: {
    readonly site: SiteState;
    readonly workOrder: string;
    readonly run: string;
    readonly code: ExceptionCode;
    readonly at: { readonly step?: string; readonly prerequisite?: string };
    readonly from: ExceptionState['from'];
  },
  ctx: Context,
): { entry: Proposed; exception: string } {
  const exception = ctx.newId('exception');
  const { code } = what;
  const body = {
    exception,
    number: ctx.nextNumber('exception'),
    workOrder: what.workOrder,
    run: what.run,
    ...what.at,
    code: code.code,
    meaning: code.meaning,
    severity: code.severity,
    effect: what.from === 'break-glass' ? ('notes' as const) : code.effect,
    owner: code.owner,
    due: plusMinutes(ctx.now, code.slaMinutes),
    from: what.from,
  };
  return { entry: { type: 'exception.raised', stream: exception, body }, exception };
}
