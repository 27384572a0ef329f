import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JoiningView } from '../contract/sync';
import { fingerprintOf, type JoinRequest, readRequest } from '../identity/joinRequest';
import { holdsSite } from '../site/site';

/** What this machine keeps of its request, in the future site's folder: it is there whole or not at all. */
export const joiningIn = (folder: string): string => join(folder, 'joining');
const requestIn = (folder: string): string => join(joiningIn(folder), 'request.json');

/** The request that is kept here, if it holds. */
export function keptRequest(folder: string): JoinRequest | undefined {
  const path = requestIn(folder);
  return existsSync(path) ? readRequest(readFileSync(path)) : undefined;
}

export const joiningViewOf = (request: JoinRequest): JoiningView => ({
  station: request.station,
  fingerprint: fingerprintOf(request),
  requestedAt: request.at,
});

/** The request that waits for its answer, for the status of a machine without a site. */
export function joiningOf(folder: string): JoiningView | undefined {
  if (holdsSite(folder)) return undefined;
  const request = keptRequest(folder);
  return request && joiningViewOf(request);
}
