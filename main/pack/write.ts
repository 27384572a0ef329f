import { type PackGiven, PackNotWritten, type WrittenPack } from './giving';

export type PackVoice = {
  readonly progress: (done: number, total: number, words: string) => void;
  readonly send: (piece: { readonly manifest: string }) => Promise<void>;
};

export async function writePack(_given: PackGiven, _voice: PackVoice): Promise<WrittenPack> {
  throw new PackNotWritten('This version cannot write packs yet.');
}
