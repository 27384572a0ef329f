import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { primitives } from '../../main/ledger/primitives';
import { base64 } from '../../main/proof/encoding';
import {
  checkNote,
  checkpointText,
  cosignatureLine,
  type NoteKey,
  noteKeyHash,
  parseCheckpoint,
  signCheckpoint,
} from '../../main/proof/note';
import { newKey } from '../ledger/rig';

const NAME = 'process-designer/site_abc/dev_def/0';
const log = newKey();
const witness = newKey();
const key: NoteKey = { name: NAME, key: log.publicKey, kind: 'log' };
const witnessKey: NoteKey = {
  name: 'process-designer/site_abc/dev_other',
  key: witness.publicKey,
  kind: 'witness',
};
const root = primitives.sha256(Buffer.from('root'));
const note = signCheckpoint(
  { origin: NAME, size: 42, root },
  noteKeyHash(primitives.sha256, key),
  (message) => sign(null, message, log.privateKey),
);
const cosigned =
  note +
  cosignatureLine(primitives.sha256, note, witnessKey, 1_795_168_800, (message) =>
    sign(null, message, witness.privateKey),
  );

describe('a checkpoint', () => {
  it('reads as it was written', () => {
    expect(note.startsWith(`${NAME}\n42\n${base64(root)}\n\n— ${NAME} `)).toBe(true);
    const read = parseCheckpoint(note);
    expect(read).toMatchObject({ origin: NAME, size: 42, root });
    expect(read && checkpointText(read)).toBe(note.slice(0, note.indexOf('\n\n') + 1));
    expect(checkNote(primitives, note, key)).toMatchObject({ ok: true, witnesses: [] });
  });

  it('says who else saw it and when, and ignores lines of keys it does not know', () => {
    expect(checkNote(primitives, cosigned, key, [witnessKey])).toMatchObject({
      ok: true,
      witnesses: [{ name: witnessKey.name, seconds: 1_795_168_800 }],
    });
    expect(checkNote(primitives, cosigned, key)).toMatchObject({ ok: true, witnesses: [] });
    expect(checkNote(primitives, cosigned, key, [{ ...witnessKey, key: newKey().publicKey }])).toMatchObject({
      ok: true,
      witnesses: [],
    });
  });

  it('is refused when a known key’s line does not hold, the log’s own or a witness’s', () => {
    const line = cosigned.split('\n')[5] as string;
    const end = line.length - 10;
    const damaged = cosigned.replace(
      line,
      `${line.slice(0, end)}${line[end] === 'A' ? 'B' : 'A'}${line.slice(end + 1)}`,
    );
    expect(checkNote(primitives, damaged, key, [witnessKey])).toMatchObject({
      ok: false,
      reason: expect.stringContaining('does not hold'),
    });
    expect(checkNote(primitives, note.replace('\n42\n', '\n43\n'), key)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('does not hold'),
    });
  });

  it('is refused without the log’s own signature, and for another log', () => {
    expect(checkNote(primitives, note, { ...key, key: newKey().publicKey })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('no signature'),
    });
    expect(checkNote(primitives, note, { ...key, name: `${NAME}0` })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('another log'),
    });
  });

  it.each([
    ['no newline at the end', note.slice(0, -1)],
    ['an extension line', note.replace('\n\n', '\nextension\n\n')],
    ['no empty line', note.replace('\n\n', '\n')],
    ['a leading zero', note.replace('\n42\n', '\n042\n')],
    ['a negative size', note.replace('\n42\n', '\n-1\n')],
    ['carriage returns', note.replaceAll('\n', '\r\n')],
    ['base64 without padding', note.replace(`${base64(root)}\n`, `${base64(root).replace('=', '')}\n`)],
    ['a root of 31 bytes', note.replace(base64(root), base64(root.slice(1)))],
    ['no signature', note.slice(0, note.indexOf('—'))],
    ['a hyphen for the dash', note.replace('— ', '- ')],
    ['two spaces', note.replace('— ', '—  ')],
    ['a tab', note.replace('\n42', '\t42')],
    ['an empty line at the end', `${note}\n`],
  ])('is not read with %s', (_, bad) => {
    expect(parseCheckpoint(bad)).toBeUndefined();
    expect(checkNote(primitives, bad, key)).toMatchObject({ ok: false });
  });
});
