import { useNavigate, useParams } from '@tanstack/react-router';
import { PackageCheck, PackagePlus } from 'lucide-react';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { count } from '../app/format';
import { newPackHref, useMakesPacks } from '../app/packLink';
import { Button } from '../kit/Button';
import { Split } from '../kit/Card';
import { PageHead } from '../kit/DeskShell';
import { EmptyState } from '../kit/Waiting';
import { PackPanel } from './PackPanel';
import { PackTable } from './PackTable';
import './packs.css';

/** Every audit pack that was asked for, newest first: what left the site, for whom, and what was recorded about it since. */
export function PacksScreen() {
  const { pack }: { pack?: string } = useParams({ strict: false });
  const navigate = useNavigate();
  const mayMake = useMakesPacks();
  const asked = useAsk('packs', {});
  const open = (id: string | null) =>
    id === null
      ? void navigate({ to: '/packs' })
      : void navigate({ to: '/packs/$pack', params: { pack: id } });
  const row = asked.data?.find((one) => one.pack === pack);
  return (
    <Desk current="packs">
      <PageHead
        title="Audit packs"
        lead="Files that leave the site and prove themselves."
        actions={
          <>
            <Button icon={PackageCheck} onPress={() => void navigate({ to: '/packs/check' })}>
              Check a pack
            </Button>
            {mayMake && (
              <Button tone="primary" icon={PackagePlus} onPress={() => void navigate({ to: '/packs/new' })}>
                Make an audit pack
              </Button>
            )}
          </>
        }
      />
      <Split
        panel={
          row !== undefined && (
            <PackPanel key={row.pack} row={row} mayMake={mayMake} onClose={() => open(null)} />
          )
        }
      >
        <div className="pack-page">
          <Asked asked={asked} label="Reading the audit packs">
            {(rows) =>
              rows.length === 0 ? (
                <EmptyState
                  title="No audit pack was made yet."
                  note="A pack holds the work orders an inspector asks for, with their evidence, and proves that nothing in it was changed or left out."
                  action={mayMake ? <a href={newPackHref()}>Make the first one</a> : undefined}
                />
              ) : (
                <>
                  <p className="pack-count text-2" role="status">
                    {count(rows.length, 'audit pack')}
                  </p>
                  <PackTable rows={rows} selected={row?.pack ?? null} onSelect={open} />
                </>
              )
            }
          </Asked>
        </div>
      </Split>
    </Desk>
  );
}
