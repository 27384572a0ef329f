import type { PersonView, Status } from '../contract/answers';
import type { Outcome } from '../contract/call';
import type { Station } from './station';
import { statusOf } from './status';

/** What the first screen asks, of anybody. Apart from the other questions, so that a start loads only what these need. */
export const firstAskers = {
  status: (station: Station, _args: unknown, _me: unknown, window: number): Status =>
    statusOf(station, window),
  people: (station: Station): readonly PersonView[] =>
    [...station.world.site.people.values()].map(({ user, name, role, identifier, active, waiting }) => ({
      user,
      name,
      role,
      identifier,
      active,
      ...(waiting === undefined ? {} : { waiting }),
    })),
};

/** The answer to a first question, asked as it should be; undefined for any other, which `ask` answers or refuses. */
export function firstAnswer(
  station: Station,
  window: number,
  name: string,
  args: unknown,
): Outcome<unknown> | undefined {
  const none = typeof args === 'object' && args !== null && Object.keys(args).length === 0;
  if (!none || Array.isArray(args)) return undefined;
  if (name === 'status') return { ok: true, answer: firstAskers.status(station, args, undefined, window) };
  if (name === 'people') return { ok: true, answer: firstAskers.people(station) };
  return undefined;
}
