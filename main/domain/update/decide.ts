import type { Decision, Proposed } from '../entry';
import { refuse } from '../refusal';
import { compareVersions } from './update';

/** A release as it is recorded once it is prepared. */
export type Release = {
  readonly version: string;
  readonly place: 'folder' | 'server';
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
  readonly signedBy: string;
};

/** S7: a prepared update is recorded with the backup that was made and read back before it. Older ones are refused. */
export function prepareUpdate(device: string, before: string, release: Release, backup: string): Decision {
  const newer = newerThan(before, release.version);
  if (newer) return newer;
  const body = { ...release, before, backup };
  return { ok: true, entries: [{ type: 'update.prepared', stream: device, body }], answer: {} };
}

/** The approval to install: nothing installs without it. */
export function approveUpdate(device: string, before: string, release: Release): Decision {
  const newer = newerThan(before, release.version);
  if (newer) return newer;
  const body = { version: release.version, sha256: release.sha256 };
  return { ok: true, entries: [{ type: 'update.approved', stream: device, body }], answer: {} };
}

/** What the first start of another version records. */
export function updateInstalled(device: string, before: string, version: string): Proposed {
  return { type: 'update.installed', stream: device, body: { version, before }, system: 'update' };
}

/** A package that was not taken, and why. */
export function updateRefused(
  device: string,
  place: 'folder' | 'server',
  why: string,
  version: string | undefined,
): Proposed {
  return {
    type: 'update.refused',
    stream: device,
    body: { place, why: why.slice(0, 600), ...(version === undefined ? {} : { version }) },
  };
}

/** The version floor: nothing that is not newer than what runs is ever taken. */
function newerThan(current: string, version: string) {
  const order = compareVersions(version, current);
  if (order > 0) return undefined;
  return refuse(
    'expired',
    order === 0
      ? `Version ${version} is what runs here already.`
      : `Version ${version} is older than ${current}, which runs here. An older version is never installed over a newer one.`,
  );
}
