import { basename } from 'node:path';
import type { CommandName } from '../contract/commands';
import type { evidenceCommands as calls } from '../contract/evidence';
import { type Refusal, refuse } from '../domain/refusal';
import { plainName } from '../vault/evidence';
import { extensionOf, kindOf } from '../vault/kinds';
import { endingsOf, viewingOf } from '../vault/viewing';
import type { Deed } from './deeds';
import { isDestroyed } from './erasurePlan';
import { saveAs } from './saving';
import type { Station } from './station';

export type HeldBytes = { readonly ok: true; readonly mime: string; readonly bytes: Uint8Array };

/** Reads a held file, checks it against its hash and tells its type from its content. */
export async function readHeld(station: Station, sha256: string): Promise<HeldBytes | Refusal> {
  const held = await station.vault.read(sha256);
  if (!held.ok && held.code === 'missing' && isDestroyed(station.world.db, sha256))
    return refuse(
      'evidence-refused',
      'This file was erased by two people. That it was added, when and by whom, stays.',
    );
  if (!held.ok) return refuse('evidence-refused', held.message);
  return { ok: true, mime: await kindOf(held.bytes), bytes: held.bytes };
}

export const evidenceCommands: { readonly [N in keyof typeof calls & CommandName]: Deed<N> } = {
  showFile: async (station, window, { sha256, name }) => {
    const held = await readHeld(station, sha256);
    if (!held.ok) return held;
    const viewing = viewingOf(held.mime, held.bytes);
    if (!viewing.ok) return refuse('evidence-refused', viewing.message);
    const sitting = station.sessions.state(window);
    if (station.shell.showFile === undefined || sitting.kind !== 'open')
      return refuse('not-ready', 'There is no window here to show it in. Save the file instead.');
    await station.shell.showFile(window, {
      sha256,
      name: plainName(name),
      type: viewing.type,
      bytes: held.bytes,
      // What one person opened is not left on the screen for the next, nor over a locked window.
      isStillAllowed: () => {
        const now = station.sessions.state(window);
        return now.kind === 'open' && now.session === sitting.session;
      },
    });
    return { ok: true, answer: { shown: true } };
  },
  saveFile: async (station, _window, { sha256, name }) => {
    const held = await readHeld(station, sha256);
    if (!held.ok) return held;
    const endings = endingsOf(held.mime);
    const plain = plainName(name);
    const offered = endings.includes(extensionOf(plain))
      ? plain
      : `${plain.replace(/\.[^.]*$/, '') || 'evidence'}.${endings[0]}`;
    const to = await station.shell.askWhere(offered);
    if (to === null) return { ok: true, answer: { saved: null } };
    if (!endings.includes(extensionOf(basename(to))))
      return refuse(
        'folder',
        `The file was not saved: its name must end in ${endings.map((e) => `.${e}`).join(' or ')}, because that is what it holds. Nothing was written. Save it again under such a name.`,
      );
    return saveAs(to, Buffer.from(held.bytes), 'The file');
  },
};
