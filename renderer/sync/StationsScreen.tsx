import { Inbox, MonitorUp, PackagePlus } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { StationRow } from '../../main/contract/sync';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { Split } from '../kit/Card';
import { PageHead } from '../kit/DeskShell';
import { Notice } from '../kit/Notice';
import { EmptyState } from '../kit/Waiting';
import { Enrol } from './Enrol';
import { Held } from './Held';
import { MakeBundle } from './MakeBundle';
import { BundlePanel, bundleKey, MediaLog } from './MediaLog';
import { StationPanel } from './StationPanel';
import { StationTable } from './StationTable';
import './sync.css';
import { TakeIn } from './TakeIn';

/** What stands beside the list. */
type Beside =
  | { readonly what: 'station'; readonly device: string }
  | { readonly what: 'bundle'; readonly key: string }
  | { readonly what: 'make'; readonly first: string | null }
  | { readonly what: 'take' }
  | { readonly what: 'enrol' };

/** S3 to S5: the stations of the site, what each is known to hold, and the bundles that go between them. */
export function StationsScreen() {
  const now = useNow(30_000);
  const role = useAsk('status', {}).data?.person?.role;
  const stations = useAsk('stations', {});
  const bundles = useAsk('bundles', {});
  const [beside, setBeside] = useState<Beside | null>(null);
  const close = () => setBeside(null);
  // Where there is no room beside the list, what was asked for opens under it.
  const what = beside?.what;
  useEffect(() => {
    if (what === 'make' || what === 'take' || what === 'enrol')
      document.querySelector('.k-panel-head')?.scrollIntoView({ block: 'nearest' });
  }, [what]);
  const decides = role !== undefined && role !== 'operator';
  const isAdmin = role === 'admin';

  const rows = stations.data ?? [];
  const others = rows.filter((row) => !row.here);
  const log = bundles.data?.rows ?? [];
  const held = bundles.data?.held ?? [];

  return (
    <Desk current="stations">
      <Split panel={panelOf()}>
        <PageHead
          title="Stations and exchange"
          lead="Stations exchange bundles on a stick or through a folder."
          actions={
            decides && others.length > 0 ? (
              <>
                {isAdmin && (
                  <Button icon={MonitorUp} onPress={() => setBeside({ what: 'enrol' })}>
                    Enrol a station
                  </Button>
                )}
                <Button icon={Inbox} onPress={() => setBeside({ what: 'take' })}>
                  Take bundles in
                </Button>
                <Button
                  icon={PackagePlus}
                  tone={
                    beside === null || beside.what === 'station' || beside.what === 'bundle'
                      ? 'primary'
                      : 'edge'
                  }
                  onPress={() => setBeside({ what: 'make', first: null })}
                >
                  Make a bundle
                </Button>
              </>
            ) : undefined
          }
        />
        <div className="sync-page">
          {rows.map((row) =>
            row.fork === null ? null : (
              <Notice
                key={row.device}
                kind="fault"
                title={`Two histories exist for station ${row.station}`}
                actions={
                  <Button onPress={() => setBeside({ what: 'station', device: row.device })}>
                    See both heads
                  </Button>
                }
              >
                Nothing more of it is taken. What was taken before stays, and every other station goes on.
              </Notice>
            ),
          )}
          <Asked asked={stations} label="Reading the stations">
            {() => (
              <>
                <section className="sync-part" aria-label="Stations">
                  <StationTable
                    rows={rows}
                    now={now}
                    isNarrow={beside !== null}
                    selected={beside?.what === 'station' ? beside.device : null}
                    onSelect={(device) => setBeside(device === null ? null : { what: 'station', device })}
                  />
                </section>
                {others.length === 0 ? (
                  <OnlyOne isAdmin={isAdmin} onEnrol={() => setBeside({ what: 'enrol' })} />
                ) : (
                  <>
                    {held.length > 0 && <Held held={held} now={now} decides={decides} />}
                    <MediaLog
                      rows={log}
                      now={now}
                      isNarrow={beside !== null}
                      selected={beside?.what === 'bundle' ? beside.key : null}
                      onSelect={(key) => setBeside(key === null ? null : { what: 'bundle', key })}
                    />
                  </>
                )}
              </>
            )}
          </Asked>
        </div>
      </Split>
    </Desk>
  );

  function panelOf(): ReactNode {
    switch (beside?.what) {
      case undefined:
        return null;
      case 'station':
        return stationPanel(rows.find((row) => row.device === beside.device));
      case 'bundle': {
        const row = log.find((one) => bundleKey(one) === beside.key);
        return row === undefined ? null : <BundlePanel key={beside.key} row={row} onClose={close} />;
      }
      case 'make':
        return (
          <MakeBundle
            key={beside.first ?? 'any'}
            others={others}
            first={beside.first}
            now={now}
            onClose={close}
          />
        );
      case 'take':
        return <TakeIn onClose={close} />;
      case 'enrol':
        return <Enrol onClose={close} />;
    }
  }

  function stationPanel(row: StationRow | undefined): ReactNode {
    if (row === undefined) return null;
    return (
      <StationPanel
        key={row.device}
        row={row}
        decides={decides}
        onMake={() => setBeside({ what: 'make', first: row.device })}
        onClose={close}
      />
    );
  }
}

function OnlyOne({ isAdmin, onEnrol }: { isAdmin: boolean; onEnrol: () => void }) {
  return (
    <EmptyState
      title="This is the only station of the site."
      note={
        isAdmin
          ? 'To add another: on the other machine choose “Join a site as another station”, bring its request file here, and enrol it. From then on gates can be asked for here and approved there.'
          : 'An admin can enrol another one. From then on gates can be asked for here and approved there, by files and with no network.'
      }
      action={
        isAdmin ? (
          <Button tone="primary" icon={MonitorUp} onPress={onEnrol}>
            Enrol a station
          </Button>
        ) : undefined
      }
    />
  );
}
