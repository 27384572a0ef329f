import { PackagePlus } from 'lucide-react';
import type { StationRow } from '../../main/contract/sync';
import { count, evidenceTime } from '../app/format';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Chip } from '../kit/Status';
import { Fork } from './Fork';

export interface StationPanelProps {
  row: StationRow;
  /** Whether this person may make a bundle. */
  decides: boolean;
  onMake: () => void;
  onClose: () => void;
}

/** One station: what is known of it, and what it is known to hold. */
export function StationPanel({ row, decides, onMake, onClose }: StationPanelProps) {
  const { holdsOfUs } = row;
  return (
    <Panel
      title={`Station ${row.station}`}
      kicker={row.here ? 'This station' : 'Another station of this site'}
      chips={
        row.fork === null ? undefined : <Chip mark="stop">{`Two histories exist for ${row.station}`}</Chip>
      }
      onClose={onClose}
      foot={
        decides && !row.here ? (
          <span className="end">
            <Button
              icon={PackagePlus}
              onPress={onMake}
              why={
                row.canReceive ? undefined : `Opens when ${row.station} was started again with this version.`
              }
            >
              {`Make a bundle for ${row.station}`}
            </Button>
          </span>
        ) : undefined
      }
    >
      {row.fork !== null && <Fork fork={row.fork} />}
      <PanelPart>
        <KeyValue
          items={[
            { name: 'Enrolled', value: evidenceTime(row.enrolledAt) },
            { name: 'Entries here', value: count(row.entriesHere, 'entry', 'entries') },
            { name: 'Newest', value: row.newestAt === null ? 'None yet' : evidenceTime(row.newestAt) },
            { name: 'Device', value: <span className="mono sync-long">{row.device}</span> },
          ]}
        />
      </PanelPart>
      {!row.here && (
        <PanelPart title="Exchange">
          <KeyValue
            items={[
              { name: 'Last sent', value: row.lastSentAt === null ? 'Never' : evidenceTime(row.lastSentAt) },
              {
                name: 'Last received',
                value: row.lastReceivedAt === null ? 'Never' : evidenceTime(row.lastReceivedAt),
              },
              {
                name: 'To send',
                value:
                  row.toSend === 0
                    ? `Nothing. ${row.station} is known to hold all that is here.`
                    : `${count(row.toSend, 'entry', 'entries')} that ${row.station} is not known to hold`,
              },
              {
                name: 'Holds of ours',
                value:
                  holdsOfUs === null
                    ? `Not known before the first bundle from ${row.station}.`
                    : `${holdsOfUs.size.toLocaleString('en')} of ${holdsOfUs.of.toLocaleString('en')} entries, as it said ${evidenceTime(holdsOfUs.at)}`,
              },
            ]}
          />
          <p className="text-2 sync-say">
            A bundle that was sent counts as held only when an answer from the station says so. Until then the
            next bundle carries the entries again, so a lost stick loses nothing.
          </p>
        </PanelPart>
      )}
    </Panel>
  );
}
