import type { Call } from '../contract/call';
import { type CommandName, commands } from '../contract/commands';
import { type Refusal, refuse } from '../domain/refusal';

type Parsed = { readonly ok: true; readonly data: unknown } | Refusal;

/** The arguments of a command that is given without a site. */
export function parseArgs(name: CommandName, args: unknown): Parsed {
  const call: Call = commands[name];
  const parsed = call.args.safeParse(args);
  if (parsed.success) return { ok: true, data: parsed.data };
  const fields = Object.fromEntries(
    parsed.error.issues.map((i) => [i.path.map(String).join('.'), i.message]),
  );
  return refuse(
    'not-understood',
    `Something is not filled in as it should be: ${parsed.error.issues[0]?.message ?? ''}. What you typed is kept.`,
    fields,
  );
}
