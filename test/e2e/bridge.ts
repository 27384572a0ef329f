import type { Page } from '@playwright/test';
import type { AnswerOf, ArgsOf, Outcome } from '../../main/contract/call';
import type { CommandName, commands } from '../../main/contract/commands';
import type { QueryName, queries } from '../../main/contract/queries';

type Calls = Record<string, (id: string, args: unknown) => Promise<unknown>>;
type Bridged = { readonly designer: { readonly command: Calls; readonly query: Calls } };

/** Gives a command the way the page does, to come to the screen under test without the whole way there. */
async function give<N extends CommandName>(
  page: Page,
  name: N,
  args: ArgsOf<(typeof commands)[N]>,
): Promise<Outcome<AnswerOf<(typeof commands)[N]>>> {
  return (await page.evaluate(
    ([called, given]) =>
      (window as unknown as Bridged).designer.command[called]?.(`cmd_${crypto.randomUUID()}`, given),
    [name, args] as const,
  )) as Outcome<AnswerOf<(typeof commands)[N]>>;
}

/** Gives a command that must be accepted. */
export async function done<N extends CommandName>(
  page: Page,
  name: N,
  args: ArgsOf<(typeof commands)[N]>,
): Promise<AnswerOf<(typeof commands)[N]>> {
  const outcome = await give(page, name, args);
  if (!outcome.ok) throw new Error(`${name}: ${outcome.message} ${JSON.stringify(outcome)}`);
  return outcome.answer;
}

/** Asks a query the way the page does. */
export async function ask<N extends QueryName>(
  page: Page,
  name: N,
  args: ArgsOf<(typeof queries)[N]>,
): Promise<AnswerOf<(typeof queries)[N]>> {
  const outcome = (await page.evaluate(
    ([called, given]) => (window as unknown as Bridged).designer.query[called]?.('', given),
    [name, args] as const,
  )) as Outcome<AnswerOf<(typeof queries)[N]>>;
  if (!outcome.ok) throw new Error(`${name}: ${outcome.message}`);
  return outcome.answer;
}
