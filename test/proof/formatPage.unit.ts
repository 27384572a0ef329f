import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import canonicalize from 'canonicalize';
import { describe, expect, it } from 'vitest';
import { primitives } from '../../main/ledger/primitives';
import { type Header, headerBytes, keyId, readHeader, signatureMessage } from '../../main/proof/header';
import { checkNote, cosignatureLine, noteKeyHash, signCheckpoint } from '../../main/proof/note';
import { verifyConsistency, verifyInclusion } from '../../main/proof/tree';
import { verifyAll } from '../../main/proof/verify';
import type { VerifyRow } from '../../main/proof/verifyLog';

// The page's examples are made again here from the page's own text, first with nothing but SHA-256, Ed25519 and an
// RFC 8785 writer of somebody else, as a stranger would, then with the app's own code.
const page = readFileSync(resolve(import.meta.dirname, '../../resources/help/ledger-format.md'), 'utf8');
const examples = new Map(
  [...page.matchAll(/^```example (\S+)\n([\s\S]*?)\n```$/gm)].map((match) => [
    match[1] ?? '',
    match[2] ?? '',
  ]),
);
const used = new Set<string>();
function example(name: string): string {
  const text = examples.get(name);
  if (text === undefined) throw new Error(`the page has no example ${name}`);
  used.add(name);
  return text;
}

const sha = (...parts: (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const unhex = (text: string): Buffer => Buffer.from(text, 'hex');
const privateKey = (name: string): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([unhex('302e020100300506032b657004220420'), unhex(example(`${name}.seed`))]),
    format: 'der',
    type: 'pkcs8',
  });
const publicKey = (name: string): Buffer =>
  createPublicKey(privateKey(name)).export({ format: 'der', type: 'spki' }).subarray(-32);
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five, 2)])
    .join('');
}
const idOf = (prefix: string, key: Buffer): string => `${prefix}_${base32(sha(key)).slice(0, 26)}`;
const leaf = (seq: number): Buffer => sha(Uint8Array.of(0), example(`${seq}.header`));
const node = (left: Buffer, right: Buffer): Buffer => sha(Uint8Array.of(1), left, right);

describe('the examples of the format page, made again by a stranger', () => {
  it('keys and ids', () => {
    for (const name of ['site', 'device', 'user', 'witness'])
      expect(publicKey(name).toString('base64'), name).toBe(example(`${name}.key`));
    expect(idOf('site', publicKey('site'))).toBe(example('site.id'));
    expect(idOf('dev', publicKey('device'))).toBe(example('device.id'));
    expect(example('log')).toBe(`${example('device.id')}/0`);
    expect(example('origin')).toBe(`process-designer/${example('site.id')}/${example('log')}`);
  });

  it.each([0, 1, 2, 3])('entry %i: body, commitment, header, leaf', (seq) => {
    const body = example(`${seq}.body`);
    const header = example(`${seq}.header`);
    expect(canonicalize(JSON.parse(body))).toBe(body);
    expect(canonicalize(JSON.parse(header))).toBe(header);
    expect(
      sha('process-designer/body/v1', Uint8Array.of(0), unhex(example(`${seq}.salt`)), body).toString('hex'),
    ).toBe(example(`${seq}.commitment`));
    const read = JSON.parse(header) as Header;
    expect(read.body).toBe(example(`${seq}.commitment`));
    expect(read.prev).toBe(seq === 0 ? '0'.repeat(64) : example(`${seq - 1}.leaf`));
    expect(leaf(seq).toString('hex')).toBe(example(`${seq}.leaf`));
  });

  it('the electronic signature', () => {
    const { signature, ...unsigned } = JSON.parse(example('2.header')) as Header;
    const message = `process-designer/signature/v1\0${canonicalize(unsigned)}`;
    expect(message.replace('\0', '␀')).toBe(example('2.signature-message'));
    expect(sign(null, Buffer.from(message), privateKey('user')).toString('base64')).toBe(
      example('2.signature'),
    );
    expect(signature).toEqual({
      key: example('user.key'),
      meaning: (JSON.parse(example('2.body')) as { meaning: string }).meaning,
      value: example('2.signature'),
    });
  });

  it('nodes and roots', () => {
    const [a, b, c, d] = [leaf(0), leaf(1), leaf(2), leaf(3)];
    expect(node(a, b).toString('hex')).toBe(example('node.0-1'));
    expect(node(c, d).toString('hex')).toBe(example('node.2-3'));
    expect(sha().toString('hex')).toBe(example('root.0'));
    expect(a.toString('hex')).toBe(example('root.1'));
    expect(node(node(a, b), c).toString('hex')).toBe(example('root.3'));
    expect(node(node(a, b), node(c, d)).toString('hex')).toBe(example('root.4'));
  });

  it('proofs', () => {
    expect(example('inclusion.2-in-3')).toBe(example('node.0-1'));
    expect(example('inclusion.2-in-4').split('\n')).toEqual([example('3.leaf'), example('node.0-1')]);
    expect(example('consistency.3-to-4').split('\n')).toEqual([
      example('2.leaf'),
      example('3.leaf'),
      example('node.0-1'),
    ]);
  });

  it.each([3, 4])('the checkpoint over %i entries', (size) => {
    const name = example('origin');
    const hash = sha(name, Uint8Array.of(0x0a, 0x01), publicKey('device')).subarray(0, 4);
    expect(hash.toString('hex')).toBe(example('key-hash'));
    const text = `${name}\n${size}\n${unhex(example(`root.${size}`)).toString('base64')}\n`;
    const value = Buffer.concat([hash, sign(null, Buffer.from(text), privateKey('device'))]).toString(
      'base64',
    );
    expect(`${text}\n— ${name} ${value}`).toBe(example(`note.${size}`));
  });

  it('the cosignature', () => {
    const name = example('witness.name');
    expect(name).toBe(`process-designer/${example('site.id')}/${idOf('dev', publicKey('witness'))}`);
    const hash = sha(name, Uint8Array.of(0x0a, 0x04), publicKey('witness')).subarray(0, 4);
    expect(hash.toString('hex')).toBe(example('witness.key-hash'));
    const seconds = Buffer.alloc(8);
    seconds.writeBigUInt64BE(1763636400n);
    const text = example('note.4').slice(0, example('note.4').indexOf('\n\n') + 1);
    const message = Buffer.from(`cosignature/v1\ntime 1763636400\n${text}`);
    const value = Buffer.concat([hash, seconds, sign(null, message, privateKey('witness'))]);
    expect(`— ${name} ${value.toString('base64')}`).toBe(example('cosignature'));
    expect(verify(null, message, createPublicKey(privateKey('witness')), value.subarray(12))).toBe(true);
  });
});

describe('the examples of the format page, read by the app', () => {
  const rows = (erased: boolean): VerifyRow[] =>
    [0, 1, 2, 3].map((seq) => ({
      seq,
      header: Buffer.from(example(`${seq}.header`)),
      salt: erased && seq === 1 ? null : unhex(example(`${seq}.salt`)),
      body: erased && seq === 1 ? null : Buffer.from(example(`${seq}.body`)),
    }));
  const verdict = (erased: boolean): number => {
    const steps = verifyAll(primitives, [
      {
        site: example('site.id'),
        log: example('log'),
        key: publicKey('device'),
        rows: rows(erased),
        checkpoints: [3, 4].map((size) => ({ size, note: `${example(`note.${size}`)}\n` })),
        isSigner: (key, user) =>
          key === example('user.key') && user === 'usr_019ab6e5-7a00-7000-8000-000000000003',
        witnesses: [{ name: example('witness.name'), key: publicKey('witness'), kind: 'witness' }],
        signatures: 'every',
      },
    ]);
    let step = steps.next();
    while (!step.done) step = steps.next();
    return step.value.verdict;
  };

  it('verify, and with the body of entry 1 erased they verify as erased', () => {
    expect(verdict(false)).toBe(0);
    expect(verdict(true)).toBe(2);
  });

  it('are written by the app exactly so', () => {
    const { sha256 } = primitives;
    for (const seq of [0, 1, 2, 3]) {
      const reading = readHeader(Buffer.from(example(`${seq}.header`)));
      if (reading.kind !== 'header') throw new Error(String(seq));
      expect(Buffer.from(headerBytes(reading.header)).toString()).toBe(example(`${seq}.header`));
      if (seq === 2)
        expect(Buffer.from(signatureMessage(reading.header)).toString().replace('\0', '␀')).toBe(
          example('2.signature-message'),
        );
    }
    expect(keyId(sha256, 'dev', publicKey('device'))).toBe(example('device.id'));
    const key = { name: example('origin'), key: publicKey('device'), kind: 'log' } as const;
    const note = signCheckpoint(
      { origin: key.name, size: 4, root: unhex(example('root.4')) },
      noteKeyHash(sha256, key),
      (message) => sign(null, message, privateKey('device')),
    );
    expect(note).toBe(`${example('note.4')}\n`);
    const witness = { name: example('witness.name'), key: publicKey('witness') };
    const line = cosignatureLine(sha256, note, witness, 1_763_636_400, (message) =>
      sign(null, message, privateKey('witness')),
    );
    expect(line).toBe(`${example('cosignature')}\n`);
    expect(checkNote(primitives, note + line, key, [{ ...witness, kind: 'witness' }])).toMatchObject({
      ok: true,
      witnesses: [{ seconds: 1_763_636_400 }],
    });
    const hashes = (name: string): Buffer[] => example(name).split('\n').map(unhex);
    expect(verifyInclusion(sha256, leaf(2), 2, 3, hashes('inclusion.2-in-3'), unhex(example('root.3')))).toBe(
      true,
    );
    expect(verifyInclusion(sha256, leaf(2), 2, 4, hashes('inclusion.2-in-4'), unhex(example('root.4')))).toBe(
      true,
    );
    expect(
      verifyConsistency(
        sha256,
        3,
        4,
        hashes('consistency.3-to-4'),
        unhex(example('root.3')),
        unhex(example('root.4')),
      ),
    ).toBe(true);
  });

  it('leaves no example on the page unread', () => {
    expect([...examples.keys()].filter((name) => !used.has(name))).toEqual([]);
  });
});
