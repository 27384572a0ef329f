import { useState } from 'react';
import type { FailedRow, SecurityItem, SecurityView } from '../../main/contract/security';
import { idleMinutes } from '../../main/domain/security/security';
import { command, queryClient, useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { count, dateTime } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { PageBody, PageHead } from '../kit/DeskShell';
import { Status } from '../kit/Status';
import { Table, type TableColumn } from '../kit/Table';
import { TextField } from '../kit/TextField';
import './admin.css';

/** Failed sign-ins, what an admin must have seen, and what protects sign-in here. Supervisors open sign-in again. */
export function SecurityScreen() {
  const security = useAsk('security', {});
  const isAdmin = useAsk('status', {}).data?.person?.role === 'admin';
  return (
    <Desk current="security">
      <PageHead
        title="Security"
        lead="Who could not sign in, and what happened to people’s secrets and keys."
      />
      <PageBody>
        <Asked asked={security} label="Reading the security inbox">
          {(view) => (
            <div className="admin-site">
              <Failed rows={view.failed} />
              {isAdmin && <Inbox view={view} />}
              {isAdmin && <Idle minutes={view.idleMinutes} />}
            </div>
          )}
        </Asked>
      </PageBody>
    </Desk>
  );
}

const failedColumns: readonly TableColumn<FailedRow>[] = [
  { id: 'name', name: 'Name', cell: (row) => row.name },
  { id: 'failed', name: 'Failed tries', width: '120px', align: 'end', cell: (row) => row.failed },
  { id: 'last', name: 'Last', width: '200px', cell: (row) => dateTime(row.last) },
  {
    id: 'state',
    name: 'Sign-in',
    width: '200px',
    cell: (row) =>
      row.state === 'closed' ? (
        <Status mark="stop">Closed until unlocked</Status>
      ) : row.state === 'wait' ? (
        <Status mark="warn">Waits some minutes</Status>
      ) : (
        'Open'
      ),
  },
];

/** Failed tries since each person's last good one, and the unlocking of who is closed out. */
function Failed({ rows }: { rows: readonly FailedRow[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const row = rows.find(({ user, state }) => user === chosen && state !== 'open');
  return (
    <section aria-labelledby="security-failed">
      <h2 id="security-failed">Failed sign-ins</h2>
      {rows.length === 0 ? (
        <p className="text-2">Nobody has failed to sign in since they last did.</p>
      ) : (
        <Table
          label="Failed sign-ins"
          columns={failedColumns}
          rows={rows}
          rowId={({ user }) => user}
          selected={chosen}
          onSelect={setChosen}
        />
      )}
      {row !== undefined && <Unlock key={row.user} row={row} />}
      {row === undefined && rows.some(({ state }) => state !== 'open') && (
        <p className="text-2">Choose somebody who is closed out to open sign-in again.</p>
      )}
    </section>
  );
}

function Unlock({ row }: { row: FailedRow }) {
  const [why, setWhy] = useState('');
  const deed = useDeed();
  const unlock = async () => {
    const done = await deed.run(() => command('unlockPerson', { user: row.user, why }));
    if (done !== null) await queryClient.invalidateQueries();
  };
  const beside = deed.beside('why');
  return (
    <form
      className="admin-fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (why.trim().length >= 3 && !deed.busy) void unlock();
      }}
    >
      <TextField
        label={`Why sign-in is opened again for ${row.name}`}
        note="Ask them first whether the tries were theirs. It is recorded with your name."
        value={why}
        onChange={setWhy}
        error={deed.field('why')}
        maxLength={300}
        isRequired
      />
      {beside !== null && <ProblemNotice problem={beside} />}
      <div>
        <Button
          type="submit"
          tone="primary"
          isPending={deed.busy}
          why={why.trim().length < 3 ? 'Opens when the reason is written.' : undefined}
        >
          {`Unlock ${row.name}`}
        </Button>
      </div>
    </form>
  );
}

const idOf = ({ log, seq }: SecurityItem): string => `${log}/${seq}`;
const itemColumns: readonly TableColumn<SecurityItem>[] = [
  { id: 'what', name: 'What happened', cell: (row) => row.sentence, isRowHeader: true },
  { id: 'who', name: 'By', width: '176px', cell: (row) => row.who, isLess: true },
  { id: 'at', name: 'When', width: '184px', cell: (row) => dateTime(row.at) },
  {
    id: 'seen',
    name: 'Seen',
    width: '200px',
    cell: (row) =>
      row.seen === null ? (
        <Status mark="todo">Not yet</Status>
      ) : (
        <Status mark="done">{`${row.seen.by}, ${dateTime(row.seen.at)}`}</Status>
      ),
  },
];

/** What an admin must have seen; acknowledging says who saw it, and when. */
function Inbox({ view }: { view: SecurityView }) {
  const deed = useDeed();
  const waiting = view.items.filter(({ seen }) => seen === null);
  const acknowledge = async () => {
    const entries = waiting.map(({ log, seq }) => ({ log, seq }));
    const done = await deed.run(() => command('acknowledgeSecurity', { entries }));
    if (done !== null) await queryClient.invalidateQueries();
  };
  return (
    <section aria-labelledby="security-inbox">
      <h2 id="security-inbox">Security inbox</h2>
      {view.items.length === 0 ? (
        <p className="text-2">
          Lockouts, resets, new keys, deactivations, restores and clocks that were set back are listed here.
          There was none yet.
        </p>
      ) : (
        <Table
          label="Security inbox"
          columns={itemColumns}
          rows={view.items}
          rowId={idOf}
          onOpen={(id) => {
            const at = id.lastIndexOf('/');
            window.location.hash = `#/ledger?log=${encodeURIComponent(id.slice(0, at))}&entry=${id.slice(at + 1)}`;
          }}
        />
      )}
      {waiting.length > 0 && (
        <div>
          <Button tone="primary" onPress={() => void acknowledge()} isPending={deed.busy}>
            {`Acknowledge ${count(waiting.length, 'entry', 'entries')}`}
          </Button>
        </div>
      )}
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
    </section>
  );
}

/** After how long without activity every window locks. */
function Idle({ minutes }: { minutes: number }) {
  const [typed, setTyped] = useState(String(minutes));
  const deed = useDeed();
  const { least, most } = idleMinutes;
  const wanted = /^\d{1,2}$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  const why = !(wanted >= least && wanted <= most)
    ? `Enter ${least} to ${most} minutes.`
    : wanted === minutes
      ? 'It is set like this.'
      : undefined;
  const set = async () => {
    const done = await deed.run(() => command('setSecurity', { idleMinutes: wanted }));
    if (done !== null) await queryClient.invalidateQueries();
  };
  return (
    <section aria-labelledby="security-idle">
      <h2 id="security-idle">Locking</h2>
      <form
        className="admin-fields"
        onSubmit={(event) => {
          event.preventDefault();
          if (why === undefined && !deed.busy) void set();
        }}
      >
        <TextField
          label="A window locks after"
          unit="min"
          note={`${least} to ${most} minutes without activity, at every station. It locks at once when the machine sleeps or its screen is locked.`}
          value={typed}
          onChange={setTyped}
          inputMode="numeric"
        />
        {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
        <div>
          <Button type="submit" why={why} isPending={deed.busy}>
            Set
          </Button>
        </div>
      </form>
    </section>
  );
}
