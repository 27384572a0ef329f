import { createSite, type Founding, openSample } from '../commands/founding';
import { type Joining, joinSite, requestToJoin } from '../commands/joining';
import type { Outcome } from '../contract/call';
import { parseArgs } from './parse';

/** Commands of a machine without a site: it gets one by them. */
export type Beginning = 'createSite' | 'openSampleSite' | 'requestToJoin' | 'joinSite';

/** Carries one of them out. Making keys and certificates is needed once in a site's life: this file is loaded then. */
export async function begin(
  founding: Founding,
  joining: Joining,
  name: Beginning,
  args: unknown,
): Promise<Outcome<object>> {
  const given = parseArgs(name, args);
  if (!given.ok) return given;
  switch (name) {
    case 'createSite':
      return createSite(founding, given.data as Parameters<typeof createSite>[1]);
    case 'openSampleSite':
      return openSample(founding);
    case 'requestToJoin':
      return requestToJoin(joining, given.data as { station: string });
    case 'joinSite':
      return joinSite(joining);
  }
}
