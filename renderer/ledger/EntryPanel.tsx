import { FileBraces } from 'lucide-react';
import { useState } from 'react';
import type { EntryView } from '../../main/contract/answers';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { newErasureHref, useMayErase } from '../app/erasureLink';
import { count, evidenceTime, unitName } from '../app/format';
import { useStations } from '../app/useStations';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { KeyValue, type KeyValueItem } from '../kit/KeyValue';
import { type ProofStep, ProofSteps } from '../kit/Proof';
import { Status } from '../kit/Status';
import { ErasedNote } from './ErasedNote';

export interface EntryPanelProps {
  log: string;
  seq: number;
  onPrevious?: () => void;
  onNext?: () => void;
  onClose: () => void;
}

/** One entry: its fields in plain words, why it can be relied on, and on request exactly what is stored. */
export function EntryPanel({ log, seq, ...moves }: EntryPanelProps) {
  const asked = useAsk('entry', { log, seq });
  return (
    <Asked asked={asked} label={`Reading entry ${seq}`}>
      {(entry) => <Shown entry={entry} moves={moves} />}
    </Asked>
  );
}

function Shown({ entry, moves }: { entry: EntryView; moves: Omit<EntryPanelProps, 'log' | 'seq'> }) {
  const [raw, setRaw] = useState(false);
  const { here, others } = useStations();
  const { proof } = entry;
  const mayErase = useMayErase();
  const other = others.find((row) => entry.log.startsWith(`${row.device}/`))?.station;
  return (
    <Panel
      title={entry.sentence}
      kicker={
        <>
          {`Entry ${entry.seq.toLocaleString('en')}${others.length === 0 ? '' : ` of station ${other ?? here?.station ?? ''}`} · `}
          <span className="mono">{entry.type}</span>
        </>
      }
      lead={
        <>
          {entry.at === '' ? entry.who : `${entry.who}, ${evidenceTime(entry.at)}`}
          {entry.about.map((one) => (
            <span key={one.workOrder}>
              {' · '}
              <a href={`#/closure/${one.workOrder}`}>{one.label}</a>
            </span>
          ))}
        </>
      }
      {...moves}
      foot={
        <>
          <Button icon={FileBraces} aria-expanded={raw} onPress={() => setRaw(!raw)}>
            {raw ? 'Hide raw entry' : 'Raw entry'}
          </Button>
          {mayErase && !proof.erased && (
            <span className="end">
              <a href={newErasureHref({ log: entry.log, seq: entry.seq })}>Erase…</a>
            </span>
          )}
        </>
      }
    >
      {raw && <Raw entry={entry} />}
      {entry.fields.length > 0 && (
        <PanelPart>
          <KeyValue items={entry.fields.map(inWords)} />
        </PanelPart>
      )}
      {proof.erased && <ErasedNote log={entry.log} seq={entry.seq} />}
      <PanelPart
        title="Why you can rely on it"
        aside={
          proof.holds ? (
            <Status mark="done">Proof holds</Status>
          ) : (
            <Status mark="stop">Proof does not hold</Status>
          )
        }
      >
        <ProofSteps steps={proofSteps(entry, other === undefined ? 'this station' : `station ${other}`)} />
      </PanelPart>
    </Panel>
  );
}

/** `signer`: the station whose log it is, which signs its checkpoints. */
function proofSteps({ seq, proof }: EntryView, signer: string): ProofStep[] {
  const mark = proof.holds ? 'done' : 'stop';
  return [
    {
      id: 'place',
      mark,
      title: 'Its place',
      note: proof.place.charAt(0).toLocaleLowerCase('en') + proof.place.slice(1),
      says:
        seq === 0
          ? 'Nothing can stand before it.'
          : 'It names the fingerprint of the entry before it. No place is empty.',
    },
    {
      id: 'fingerprint',
      mark,
      title: 'Its fingerprint',
      note: proof.holds ? 'matches what is on disk' : 'does not match what is on disk',
      says: 'One changed character would give another fingerprint.',
      code: `leaf ${grouped(proof.leaf)}`,
    },
    {
      id: 'checkpoint',
      mark,
      title: 'Its checkpoint',
      note: `${count(proof.size, 'entry', 'entries')}, signed by ${signer}${proof.checkpointAt === '' ? '' : ` ${evidenceTime(proof.checkpointAt)}`}`,
      says: `${count(proof.steps, 'fingerprint leads', 'fingerprints lead')} from this entry to the signed total.`,
      code: `root ${grouped(proof.root)}`,
    },
  ];
}

/** Times and units as people write them, fingerprints in mono; everything else as it was entered. */
function inWords({ label, value }: { label: string; value: string }): KeyValueItem {
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return { name: label, value: evidenceTime(value) };
  if (/^[0-9a-f]{64}$/.test(value)) {
    const name = label === 'Value' ? 'Was shown' : label;
    return { name, value: <span className="mono">{grouped(value)}</span> };
  }
  return { name: label, value: label === 'Unit' ? unitName(value) : value };
}

/** A hex fingerprint short enough for one line, in groups of four. */
function grouped(hex: string): string {
  const groups = hex.match(/.{1,4}/g) ?? [];
  return groups.length <= 8
    ? groups.join(' ')
    : `${groups.slice(0, 4).join(' ')} … ${groups.slice(-2).join(' ')}`;
}

/** Exactly what is stored, laid out for reading. */
function Raw({ entry }: { entry: EntryView }) {
  return (
    <PanelPart title="Raw entry" aside="As it is stored">
      <h4 className="led-raw-name">Header</h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and is read by keyboard */}
      <pre className="led-raw" tabIndex={0}>
        {laidOut(entry.raw.header)}
      </pre>
      <h4 className="led-raw-name">Body</h4>
      {entry.raw.body === null ? (
        <p className="text-2">Erased. Its fingerprint stays in the header.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and is read by keyboard
        <pre className="led-raw" tabIndex={0}>
          {laidOut(entry.raw.body)}
        </pre>
      )}
    </PanelPart>
  );
}

function laidOut(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
