import type { ForkView } from '../../main/contract/sync';
import { count, evidenceTime } from '../app/format';
import { PanelPart } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Status } from '../kit/Status';

/** Two histories of one log: where they differ, both signed heads, and that nothing more of it is taken before people decide. */
export function Fork({ fork }: { fork: ForkView }) {
  return (
    <>
      <PanelPart title="What was found">
        <p>{fork.words}</p>
      </PanelPart>
      <PanelPart title="What it means">
        <p>
          {`Station ${fork.station} signed two heads that cannot both be true. Its folder was copied and used twice, it was put back to an older state, or somebody with its key wrote another history.`}
        </p>
        <p className="sync-say">
          What was taken before stays. Nothing more of it is taken here, and nothing was joined together
          quietly. Stop recording at that station, keep its folder as it is, and compare both heads with its
          closure papers and with other stations.
        </p>
      </PanelPart>
      <PanelPart title="Both heads">
        <KeyValue
          items={[
            {
              name: 'They differ',
              value:
                fork.seq === null
                  ? 'Somewhere before the smaller head ends; only the heads show it'
                  : `From entry ${fork.seq.toLocaleString('en')} on`,
            },
            { name: 'Found', value: `${evidenceTime(fork.foundAt)}, at ${fork.foundBy}` },
            {
              name: 'Entry',
              value: (
                <a href={`#/ledger?log=${encodeURIComponent(fork.entry.log)}&entry=${fork.entry.seq}`}>
                  {`${fork.entry.seq.toLocaleString('en')} keeps both`}
                </a>
              ),
            },
          ]}
        />
        <Head name="The head held here" note={fork.ours} />
        <Head name="The head that came" note={fork.theirs} />
      </PanelPart>
    </>
  );
}

/** One signed head: how many entries it covers and their fingerprint, then the note itself, as it was signed. */
function Head({ name, note }: { name: string; note: string }) {
  const [, size = '', root = ''] = note.split('\n');
  const isHead = /^\d+$/.test(size);
  return (
    <section className="sync-head" aria-label={name}>
      <h4>
        <Status mark="stop">{name}</Status>
      </h4>
      {isHead && (
        <KeyValue
          items={[
            { name: 'Covers', value: count(Number(size), 'entry', 'entries') },
            { name: 'Fingerprint', value: <span className="mono sync-long">{root}</span> },
          ]}
        />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and is read by keyboard */}
      <pre tabIndex={0}>{note}</pre>
    </section>
  );
}
