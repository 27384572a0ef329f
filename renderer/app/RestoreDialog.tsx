import { History } from 'lucide-react';
import { useState } from 'react';
import type { CheckedBackup } from '../../main/contract/backup';
import { command, queryClient } from '../api';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { Select } from '../kit/Picker';
import { Status } from '../kit/Status';
import { SecretField, TextField } from '../kit/TextField';
import { ProgressBar } from '../kit/Waiting';
import { count, evidenceTime, fileSize } from './format';
import { ProblemNotice } from './ProblemNotice';
import './restore.css';
import { useDeed } from './useDeed';
import { useProgress } from './useProgress';

export interface RestoreProps {
  /** The name of a backup at this device's place; left out, a person picks a folder. */
  name?: string;
  /** Puts the picked backup over a site that works: said first, and said again. */
  isOverSite: boolean;
  onClose: () => void;
}

/**
 * Restoring a backup, in three parts: it is picked and checked whole; what it holds and what would be lost is shown; an admin whom
 * it knows proves who they are and types the site's name. Nothing is touched before the last button.
 */
export function RestoreDialog({ name, isOverSite, onClose }: RestoreProps) {
  const [found, setFound] = useState<CheckedBackup | null>(null);
  const checking = useDeed();
  const restoring = useDeed();
  const progress = useProgress(checking.busy || restoring.busy);
  const [admin, setAdmin] = useState<string | null>(null);
  const [secret, setSecret] = useState('');
  const [confirm, setConfirm] = useState('');
  const busy = checking.busy || restoring.busy;

  const check = async () => {
    const done = await checking.run(() => command('readBackup', name === undefined ? {} : { name }));
    const backup = done?.found ?? null;
    setFound(backup);
    setAdmin(backup?.admins.length === 1 ? (backup.admins[0]?.user ?? null) : null);
  };
  const restore = async () => {
    if (found === null || admin === null) return;
    const done = await restoring.run(() =>
      command('restoreBackup', { manifest: found.manifest, admin, secret, confirm }),
    );
    setSecret('');
    if (done === null) return;
    await queryClient.invalidateQueries();
    onClose();
  };
  const why =
    found === null
      ? undefined
      : admin === null
        ? 'Opens when an admin of the backup is chosen.'
        : secret === ''
          ? 'Opens when their secret is entered.'
          : confirm.trim() !== found.siteName
            ? `Opens when “${found.siteName}” is typed.`
            : undefined;

  return (
    <Dialog
      isOpen
      onClose={() => {
        if (busy) void command('cancelJob', { jobs: ['checkBackup', 'stageBackup'] });
        else onClose();
      }}
      role="alertdialog"
      width={640}
      title="Restore from a backup"
      lead={
        isOverSite
          ? 'The site that works here is put aside, and the backup takes its place. Everybody is signed out.'
          : 'The backup is copied to this machine and opened here. The backup itself stays as it is.'
      }
      foot={
        <>
          {busy ? (
            <Button onPress={() => void command('cancelJob', { jobs: ['checkBackup', 'stageBackup'] })}>
              Cancel, change nothing
            </Button>
          ) : (
            <Button onPress={onClose}>Close, restore nothing</Button>
          )}
          {found === null ? (
            <Button tone="primary" onPress={() => void check()} isPending={checking.busy}>
              {name === undefined ? 'Choose a backup and check it' : 'Check this backup'}
            </Button>
          ) : (
            <Button
              tone="danger"
              icon={History}
              onPress={() => void restore()}
              isPending={restoring.busy}
              why={why}
              whyPlace="before"
            >
              {restoring.busy ? 'Restoring' : `Restore “${found.siteName}”`}
            </Button>
          )}
        </>
      }
    >
      <div className="restore">
        {found === null && !busy && (
          <p className="text-2">
            {name === undefined
              ? 'Pick the folder whose name begins with process-designer-backup. '
              : 'Every file and every entry of it is read. '}
            First it is checked whole, and you see what it holds and what would be lost. Nothing changes by
            that.
          </p>
        )}
        {checking.problem !== null && <ProblemNotice problem={checking.problem} />}
        {busy && (
          <ProgressBar
            label={progress?.words ?? (checking.busy ? 'Checking the backup' : 'Preparing the restore')}
            value={progress?.done ?? 0}
            max={Math.max(1, progress?.total ?? 1)}
            count={
              progress === null || progress.total === 0
                ? undefined
                : `${Math.floor((100 * progress.done) / progress.total)}%`
            }
          />
        )}
        {found !== null && !busy && (
          <>
            <Holds found={found} />
            <Losses found={found} />
            <Proof
              found={found}
              admin={admin}
              onAdmin={setAdmin}
              secret={secret}
              onSecret={setSecret}
              confirm={confirm}
              onConfirm={setConfirm}
              field={restoring.field}
            />
            {restoring.beside('admin', 'secret', 'confirm') !== null && restoring.problem !== null && (
              <ProblemNotice problem={restoring.problem} />
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}

function Holds({ found }: { found: CheckedBackup }) {
  return (
    <section aria-labelledby="restore-holds">
      <h3 id="restore-holds">What it holds</h3>
      <Status mark="done">Its signature holds, every file is whole, and every entry is verified.</Status>
      <KeyValue
        items={[
          { name: 'Site', value: `${found.siteName}, station ${found.station}` },
          { name: 'Made', value: evidenceTime(found.madeAt) },
          {
            name: 'Holds',
            value: `${count(found.entries, 'entry', 'entries')} and ${count(found.files, 'file')}, ${fileSize(found.bytes)}`,
          },
          ...(found.missing === 0
            ? []
            : [
                {
                  name: 'Lacks',
                  value: (
                    <Status mark="warn">{`${count(found.missing, 'file')} that the site lacked when it was made`}</Status>
                  ),
                },
              ]),
          { name: 'Made with', value: `Process Designer ${found.app}` },
          { name: 'Key', value: found.keyWords },
        ]}
      />
    </section>
  );
}

function Losses({ found }: { found: CheckedBackup }) {
  return (
    <section aria-labelledby="restore-lost">
      <h3 id="restore-lost">What would be lost</h3>
      {found.lostEntries === null ? (
        <Notice
          kind="warn"
          title={`What was recorded after ${evidenceTime(found.madeAt)} is not in it, and cannot be counted here.`}
        >
          This machine knows no newer entry of this station. Numbers of work orders go on 1,000 higher, so
          that none is given twice.
        </Notice>
      ) : found.lostEntries === 0 ? (
        <Status mark="done">Nothing that this machine knows of.</Status>
      ) : (
        <Notice kind="warn" title={`${count(found.lostEntries, 'entry', 'entries')} would be lost`}>
          <ul className="restore-list">
            {found.lost.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          The restored site begins a new log, and its first entry names them. Numbers that they may have given
          are not given again.
        </Notice>
      )}
      {found.over !== null && <p>{found.over}</p>}
      <p className="text-2">What people had typed and not yet recorded is not part of a backup.</p>
    </section>
  );
}

interface ProofProps {
  found: CheckedBackup;
  admin: string | null;
  onAdmin: (user: string) => void;
  secret: string;
  onSecret: (text: string) => void;
  confirm: string;
  onConfirm: (text: string) => void;
  field: (name: string) => string | undefined;
}

function Proof({ found, admin, onAdmin, secret, onSecret, confirm, onConfirm, field }: ProofProps) {
  return (
    <section aria-labelledby="restore-who">
      <h3 id="restore-who">Who restores it</h3>
      <Select
        label="Admin"
        note="Of those whom the backup knows. The first entry of the new log carries this name."
        options={found.admins.map(({ user, name, identifier }) => ({
          id: user,
          label: name,
          note: identifier,
        }))}
        value={admin}
        onChange={onAdmin}
        error={field('admin')}
        isRequired
      />
      <SecretField
        label="Secret"
        note="Theirs, as it was when the backup was made."
        value={secret}
        onChange={onSecret}
        error={field('secret')}
        isRequired
      />
      <TextField
        label={`Type ${found.siteName} to restore it`}
        value={confirm}
        onChange={onConfirm}
        error={field('confirm')}
        isRequired
      />
    </section>
  );
}
