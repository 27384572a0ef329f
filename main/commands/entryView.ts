import type { EntryView } from '../contract/answers';
import { isMeaning, meaningWords, type Recorded } from '../domain/entry';
import { isSoonAfterReset } from '../domain/people/person';
import { primitives } from '../ledger/primitives';
import { isStored, provenEntry } from '../ledger/read';
import { fromHex, fromUtf8, hex } from '../proof/encoding';
import { parseCheckpoint } from '../proof/note';
import { verifyInclusion } from '../proof/tree';
import { recorded } from '../views/fold';
import { entryFields, entryRow } from '../views/sentences';
import type { Station } from './station';

/** 21 CFR 11.50: a signature is shown with its meaning, the printed name, and the time with its zone. */
function signedAs({ signature, at, zone }: Recorded, who: string): EntryView['fields'] {
  if (signature === undefined) return [];
  const { meaning } = signature;
  const word = isMeaning(meaning) ? meaningWords[meaning] : meaning;
  const time = `${at.slice(0, 10)} ${at.slice(11, 19)} UTC, where the clock stood at ${zone}`;
  return [{ label: 'Signed', value: `${word}, by ${who}, ${time}` }];
}

/** Says of a signature that was made soon after a reset that a reader should look twice. */
function resetField(station: Station, { signature, actor, at, type }: Recorded): EntryView['fields'] {
  if (signature === undefined || !('user' in actor) || type === 'user.key-set') return [];
  return isSoonAfterReset(station.world.site.people.get(actor.user), at)
    ? [{ label: 'Signed', value: 'Within 24 hours of a reset of this person’s secret' }]
    : [];
}

/** One entry with its fields in plain words, its raw bytes as text, and its proof checked now from what is on disk. */
export function entryView(station: Station, at: { log: string; seq: number }): EntryView | undefined {
  const proven = provenEntry(station.site.ledger.db, at);
  if (!proven) return undefined;
  const { site } = station.world;
  const checkpoint = parseCheckpoint(proven.checkpoint.note);
  const leaf = fromHex(proven.leaf);
  const path = proven.proof.map(fromHex).filter((p) => p !== undefined);
  const holds =
    checkpoint !== undefined &&
    leaf !== undefined &&
    hex(primitives.sha256(Uint8Array.of(0), proven.headerBytes)) === proven.leaf &&
    verifyInclusion(primitives.sha256, leaf, at.seq, checkpoint.size, path, checkpoint.root);
  const raw = {
    header: fromUtf8(proven.headerBytes),
    body: proven.bodyBytes === null ? null : fromUtf8(proven.bodyBytes),
  };
  const proof = {
    place: at.seq === 0 ? 'The first entry of its log' : `Right after entry ${at.seq - 1}`,
    leaf: proven.leaf,
    size: proven.checkpoint.size,
    root: checkpoint ? hex(checkpoint.root) : '',
    checkpointAt: '',
    steps: proven.proof.length,
    holds,
    erased: proven.bodyBytes === null,
  };
  if (!isStored(proven.entry)) {
    return {
      log: at.log,
      seq: at.seq,
      at: '',
      who: 'unknown',
      system: true,
      type: 'unknown',
      sentence: 'An entry of a newer version',
      mark: 'none',
      title: 'An entry of a newer version',
      fields: [],
      about: [],
      raw,
      proof,
    };
  }
  const entry = recorded(proven.entry);
  const row = entryRow(site, entry);
  const workOrder = typeof entry.body?.workOrder === 'string' ? entry.body.workOrder : undefined;
  const number = workOrder === undefined ? undefined : station.world.caseOf(workOrder).workOrder?.number;
  return {
    ...row,
    title: `${row.who}: ${row.sentence}`,
    fields: [...signedAs(entry, row.who), ...entryFields(site, entry), ...resetField(station, entry)],
    about: workOrder !== undefined && number !== undefined ? [{ label: number, workOrder }] : [],
    raw,
    proof,
  };
}
