import type { Status } from '../contract/answers';
import type { CommandName } from '../contract/commands';
import { type Refusal, refuse } from '../domain/refusal';
import { type Room, roomIn, type Space, spaceIn } from '../ledger/space';
import type { Station } from './station';

/** Commands outside the turn that take in many records. Verifying, exporting and backing up go on. */
const takingIn: readonly CommandName[] = ['importHistory', 'importBundles'];

const spaceOf = (station: Station): Space | undefined =>
  station.space === undefined ? spaceIn(station.site.folder) : station.space();

function megabytes(bytes: number): string {
  return bytes < 2e9 ? `${Math.floor(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Refuses new records while too little of the disk is left, before anything of them is judged or signed. */
export function refuseWithoutRoom(station: Station): Refusal | undefined {
  const space = spaceOf(station);
  if (roomIn(space) !== 'stopped') return undefined;
  return refuse(
    'disk-low',
    `The disk has ${megabytes(space?.bytes ?? 0)} left, so nothing new is recorded. Everything recorded is kept and can be read, verified and exported; what you typed is kept. Free some space, then do it again.`,
  );
}

export const takesIn = (name: CommandName): boolean => takingIn.includes(name);

/** What the window says of the disk, where there is something to say. */
export function roomOf(station: Station): Status['disk'] {
  const space = spaceOf(station);
  const room = roomIn(space);
  if (space === undefined || room === 'enough') return undefined;
  const part = space.share < 0.1 ? ` (${Math.floor(space.share * 100)} %)` : '';
  const left = `The disk has ${megabytes(space.bytes)} left${part}.`;
  return room === 'low'
    ? {
        room,
        title: left,
        words: 'Recording goes on. Free some space soon, or tell who looks after this station.',
      }
    : {
        room,
        title: `${left} Nothing new is recorded.`,
        words: 'What is recorded is kept, and can be read, verified and exported. Free some space to go on.',
      };
}

const told = new WeakMap<Station, Room>();

/** Has the windows ask again when the disk has come to another level: nothing is recorded then that would tell them. */
export function watchRoom(station: Station): void {
  const room = roomIn(spaceOf(station));
  // A window may have asked while there was room, before the first look.
  const before = told.get(station) ?? 'enough';
  told.set(station, room);
  if (before !== room) station.changed();
}
