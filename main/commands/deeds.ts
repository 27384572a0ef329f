import type { GivenOf, Outcome, ParsedOf } from '../contract/call';
import type { CommandName, commands } from '../contract/commands';
import type { QueryName, queries } from '../contract/queries';
import type { Context, Decision, Role } from '../domain/entry';
import type { Refusal } from '../domain/refusal';
import type { Station } from './station';

/** The person who asks. */
export type Me = { readonly user: string; readonly role: Role };

export type Args<N extends QueryName> = ParsedOf<(typeof queries)[N]>;
export type Answer<N extends QueryName> = NonNullable<(typeof queries)[N]['answer']['type']>;
/** Answers one query, for `ask`. */
export type Asked<N extends QueryName> = (
  station: Station,
  args: Args<N>,
  me: Me,
  window: number,
) => Answer<N> | Refusal | Promise<Answer<N> | Refusal>;

export type Given<N extends CommandName> = GivenOf<(typeof commands)[N]>;
/** Judges one command about the site, for `execute`: what it decides is recorded in the same turn. */
export type Judge<N extends CommandName> = (
  station: Station,
  args: Given<N>,
  ctx: Context,
) => Decision<object> | Promise<Decision<object>>;
/**
 * Carries out one command that waits for no turn of its own: it asks a person, or runs for long. What it records, it
 * records by `inTurn`. The role is checked before; `actingFor` gives the acting person and their key.
 */
export type Deed<N extends CommandName> = (
  station: Station,
  window: number,
  args: Given<N>,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
) => Promise<Outcome<object>>;
