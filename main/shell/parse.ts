import type { Call } from '../contract/call';
import { type CommandName, commands } from '../contract/commands';
import { issueWords, unfitText } from '../contract/fitText';
import { type Refusal, refuse } from '../domain/refusal';

type Parsed = { readonly ok: true; readonly data: unknown } | Refusal;

/** The arguments of a command that is given without a site. */
export function parseArgs(name: CommandName, args: unknown): Parsed {
  const call: Call = commands[name];
  const parsed = call.args.safeParse(args);
  const wrong = parsed.success ? unfitText(parsed.data) : undefined;
  if (parsed.success && !wrong) return { ok: true, data: parsed.data };
  const issues = wrong ? [wrong] : (parsed.error?.issues ?? []);
  const fields = Object.fromEntries(issues.map((i) => [i.path.map(String).join('.'), issueWords(i)]));
  return refuse(
    'not-understood',
    `Something is not filled in as it should be: ${issues.slice(0, 1).map(issueWords).join('')}. What you typed is kept.`,
    fields,
  );
}
