import { useNavigate } from '@tanstack/react-router';
import { FilePlus2, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { PackRow } from '../../main/contract/packs';
import { type CommandAnswer, command } from '../api';
import { count, evidenceTime, fileSize } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { RunningJob } from '../app/RunningJob';
import { useDeed } from '../app/useDeed';
import { useProgress } from '../app/useProgress';
import { Button, ButtonRow } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { Copyable } from '../kit/Copyable';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { Chip } from '../kit/Status';
import { laterWords, packJobs, stateOf } from './words';

export interface PackPanelProps {
  row: PackRow;
  mayMake: boolean;
  onClose: () => void;
}

/** One pack: what was asked for, the file that came of it, making that again, and an addendum once more was recorded. */
export function PackPanel({ row, mayMake, onClose }: PackPanelProps) {
  const navigate = useNavigate();
  const deed = useDeed();
  const progress = useProgress(deed.busy);
  const [again, setAgain] = useState<CommandAnswer<'issuePackAgain'> | null>(null);
  const { issued } = row;
  const state = stateOf(row);
  const isLate = issued !== null && row.later > 0;
  const addendum = () =>
    void navigate({ to: '/packs/new', search: { kind: 'addendum', pack: row.pack } as never });
  const make = async () => {
    setAgain(null);
    const done = await deed.run(() => command('issuePackAgain', { pack: row.pack }));
    if (done !== null) setAgain(done);
  };
  return (
    <Panel
      title={row.number}
      lead={row.words}
      chips={
        <Chip mark={state.mark} tone={issued === null ? undefined : 'plain'}>
          {state.word}
        </Chip>
      }
      onClose={onClose}
      foot={
        mayMake && (
          <ButtonRow>
            <Button
              icon={RotateCw}
              tone={issued === null ? 'primary' : 'edge'}
              isPending={deed.busy}
              onPress={() => void make()}
            >
              {issued === null ? 'Make the file' : 'Make it again'}
            </Button>
            {issued !== null && (
              <Button icon={FilePlus2} tone={isLate ? 'primary' : 'edge'} onPress={addendum}>
                Make an addendum
              </Button>
            )}
          </ButtonRow>
        )
      }
    >
      {deed.busy && (
        <PanelPart>
          <RunningJob
            label={`Making ${row.number}`}
            progress={progress}
            jobs={packJobs}
            note="It is made from the ledger again. Cancelled, no file is left and nothing else changes."
            cancelLabel="Cancel, write no file"
          />
        </PanelPart>
      )}
      {deed.problem !== null && (
        <PanelPart>
          <ProblemNotice problem={deed.problem} />
        </PanelPart>
      )}
      {again !== null && (
        <PanelPart>
          <Again again={again} before={issued?.sha256 ?? null} />
        </PanelPart>
      )}
      {isLate && again === null && (
        <PanelPart>
          <Notice kind="info" title={`${laterWords(row.later)}.`}>
            They are about the work orders of this pack and are not in it. The pack stays true for its time;
            an addendum holds them and names it.
          </Notice>
        </PanelPart>
      )}
      {issued === null && again === null && !deed.busy && (
        <PanelPart>
          <Notice kind="warn" title="It was asked for, and no file came of it.">
            The request stands in the ledger. Making the file now gives the pack as it was asked for.
          </Notice>
        </PanelPart>
      )}
      <PanelPart title="Asked for">
        <KeyValue
          items={[
            { name: 'By', value: row.byName },
            { name: 'Time', value: evidenceTime(row.at) },
            { name: 'Why', value: row.reason },
            { name: 'Discloses', value: count(row.workOrders, 'work order') },
            ...(row.addendumTo === null
              ? []
              : [
                  {
                    name: 'Adds to',
                    value: (
                      <a className="mono" href={`#/packs/${row.addendumTo.pack}`}>
                        {row.addendumTo.number}
                      </a>
                    ),
                  },
                ]),
          ]}
        />
      </PanelPart>
      {issued !== null && (
        <PanelPart title="Issued">
          <KeyValue
            items={[
              { name: 'Time', value: evidenceTime(issued.at) },
              { name: 'Size', value: fileSize(issued.size) },
              {
                name: 'SHA-256',
                value: <Copyable text={issued.sha256} label={`SHA-256 of ${row.number}`} />,
              },
            ]}
          />
        </PanelPart>
      )}
    </Panel>
  );
}

function Again({ again, before }: { again: CommandAnswer<'issuePackAgain'>; before: string | null }) {
  if (again.path === null) return <Notice kind="info" title="No place was chosen, so no file was written." />;
  const isSame = before === null || before === again.sha256;
  return (
    <Notice
      kind={isSame ? 'ok' : 'warn'}
      title={
        before === null
          ? 'The file is made, read back, and recorded.'
          : isSame
            ? 'It is made again, with the same bytes as before.'
            : 'It is made, but its bytes are not those of before.'
      }
    >
      <span className="mono pack-long">{again.path}</span>
      <br />
      <span className="mono pack-long">{again.sha256}</span>
    </Notice>
  );
}
