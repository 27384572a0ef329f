import type { z } from 'zod';
import type { Decision, Proposed } from '../entry';
import type { SiteState } from '../procedure/site';
import { refuse } from '../refusal';
import type { syncEntries } from './sync';

type Body<T extends keyof typeof syncEntries> = z.infer<(typeof syncEntries)[T]>;

/** A device's statement by the site root, as the entry that enrols it says it. */
export type Enrolling = {
  readonly device: string;
  readonly station: string;
  readonly key: string;
  readonly certificate: string;
  readonly statement: string;
  readonly signature: string;
  readonly recipient: string;
};

/** Why a station may not be enrolled under this name, or null. Names are part of numbers, so none is given twice. */
export function stationNameRefusal(site: SiteState, station: string): string | null {
  const taken = site.devices.find((d) => d.station === station);
  return taken ? `${station} is the name of another station already. Pick another.` : null;
}

/** Enrols a device. What the site root signed about it was made before and is checked by everybody who reads it. */
export function enrolDevice(site: SiteState, enrolling: Enrolling): Decision<{ device: string }> {
  if (site.devices.some((d) => d.device === enrolling.device))
    return refuse('already-done', 'This station is enrolled already.');
  const taken = stationNameRefusal(site, enrolling.station);
  if (taken) return refuse('taken', taken, { station: 'This name is taken' });
  return {
    ok: true,
    entries: [{ type: 'device.enrolled', stream: enrolling.device, body: { ...enrolling } }],
    answer: { device: enrolling.device },
  };
}

/** Says to which recipient bundles for this device are encrypted; nothing where the site knows it. */
export function announceRecipient(site: SiteState, device: string, recipient: string): Proposed[] {
  const known = site.devices.find((d) => d.device === device);
  if (!known || known.recipient === recipient) return [];
  return [
    {
      type: 'device.recipient-announced',
      stream: device,
      body: { device, recipient } satisfies Body<'device.recipient-announced'>,
      system: 'sync',
    },
  ];
}

export function bundleExported(body: Body<'bundle.exported'>): Proposed {
  return { type: 'bundle.exported', stream: body.bundle, body };
}

export function bundleImported(body: Body<'bundle.imported'>): Proposed {
  return { type: 'bundle.imported', stream: body.bundle, body };
}

export function forkFound(body: Body<'fork.found'>): Proposed {
  return { type: 'fork.found', stream: body.log, body, system: 'sync' };
}
