import { useNavigate } from '@tanstack/react-router';
import {
  BookOpenCheck,
  ChartNoAxesCombined,
  CircleArrowUp,
  ClipboardList,
  CloudOff,
  Eraser,
  FileCheck2,
  History,
  Inbox,
  Layers,
  ListChecks,
  Lock,
  LogOut,
  Monitor,
  MonitorUp,
  Moon,
  OctagonAlert,
  PackageCheck,
  Server,
  ShieldCheck,
  Sun,
  Tags,
  Users,
  Workflow,
  Wrench,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { Role } from '../../main/domain/entry';
import { command, useAsk } from '../api';
import { DeskShell, type NavGroup, type NavItem } from '../kit/DeskShell';
import { Menu } from '../kit/Picker';
import { Status } from '../kit/Status';
import { DeskSearch } from './DeskSearch';
import { DiskNotice } from './DiskNotice';
import { decisionsOf, type Me } from './decisions';
import { flushDrafts } from './drafts';
import { dateTime, isOverdue, nearTime, zone } from './format';
import { LockedOutNotice } from './LockedOutNotice';
import { useGlassCodes } from './useGlassCodes';
import { useNow } from './useNow';
import { exchangeWords, useStations } from './useStations';

/** The places of the desk, as the navigation names them. */
type Place =
  | 'my-work'
  | 'decisions'
  | 'work-orders'
  | 'exceptions'
  | 'remediation'
  | 'closure'
  | 'ledger'
  | 'insight'
  | 'packs'
  | 'erasures'
  | 'checklists'
  | 'job-types'
  | 'codes'
  | 'rules'
  | 'people'
  | 'security'
  | 'permissions'
  | 'site'
  | 'stations'
  | 'history'
  | 'updates';

const places: Record<Place, Omit<NavItem, 'id' | 'count'>> = {
  'my-work': { label: 'My work', icon: ListChecks, href: '#/work' },
  decisions: { label: 'Decisions', icon: Inbox, href: '#/decisions' },
  'work-orders': { label: 'Work orders', icon: ClipboardList, href: '#/work-orders' },
  exceptions: { label: 'Exceptions', icon: OctagonAlert, href: '#/exceptions' },
  remediation: { label: 'Remediation', icon: Wrench, href: '#/remediation' },
  closure: { label: 'Closure', icon: FileCheck2, href: '#/closure' },
  ledger: { label: 'Ledger', icon: BookOpenCheck, href: '#/ledger' },
  insight: { label: 'Insight', icon: ChartNoAxesCombined, href: '#/insight' },
  erasures: { label: 'Erasure', icon: Eraser, href: '#/erasures' },
  packs: { label: 'Audit packs', icon: PackageCheck, href: '#/packs' },
  checklists: { label: 'Checklists', icon: ListChecks, href: '#/checklists' },
  'job-types': { label: 'Job types', icon: Layers, href: '#/job-types' },
  codes: { label: 'Codes and owners', icon: Tags, href: '#/codes' },
  rules: { label: 'Rules', icon: Workflow, href: '#/rules' },
  people: { label: 'People', icon: Users, href: '#/people' },
  security: { label: 'Security', icon: ShieldCheck, href: '#/security' },
  permissions: { label: 'Permissions', icon: ShieldCheck, href: '#/permissions' },
  updates: { label: 'Updates', icon: CircleArrowUp, href: '#/updates' },
  site: { label: 'Devices and backups', icon: Server, href: '#/site' },
  history: { label: 'History import', icon: History, href: '#/history' },
  stations: { label: 'Stations', icon: MonitorUp, href: '#/stations' },
};

/** What each role may open, in order. What it may not open is absent, not grey. */
const shell: Record<Role, readonly { label: string; places: readonly Place[] }[]> = {
  operator: [{ label: 'Work', places: ['my-work', 'work-orders'] }],
  supervisor: [
    { label: 'Work', places: ['decisions', 'work-orders', 'exceptions', 'remediation'] },
    { label: 'Evidence', places: ['closure', 'ledger', 'insight', 'stations', 'security'] },
  ],
  compliance: [
    { label: 'Work', places: ['decisions', 'work-orders', 'exceptions', 'remediation'] },
    {
      label: 'Evidence',
      places: ['closure', 'ledger', 'insight', 'packs', 'erasures', 'history', 'stations'],
    },
  ],
  admin: [
    { label: 'Work', places: ['decisions', 'work-orders'] },
    { label: 'Design', places: ['checklists', 'job-types', 'codes', 'rules'] },
    {
      label: 'Site',
      places: ['people', 'permissions', 'security', 'stations', 'history', 'site', 'updates'],
    },
    { label: 'Evidence', places: ['ledger', 'insight', 'packs', 'erasures'] },
  ],
};

export interface DeskProps {
  /** The entry of the navigation that is open. */
  current: Place;
  /** Icons with tooltips instead of words, while designing. */
  isRail?: boolean;
  /** A `ModeBar` under the title bar. */
  mode?: ReactNode;
  children: ReactNode;
}

/** The frame of everybody but operators at work: what this person may open, one search, and what is saved and checked. */
export function Desk({ current, isRail, mode, children }: DeskProps) {
  const navigate = useNavigate();
  const status = useAsk('status', {}).data;
  const waiting = useWaiting(status?.person);
  const stations = useStations();
  const now = useNow(15_000);
  if (status?.person === undefined) return null;
  const { person, site, lastCheck, lastBackup } = status;
  const exchange = exchangeWords(stations, now);

  const groups: NavGroup[] = shell[person.role].map((group) => ({
    label: group.label,
    items: group.places.map((id) => ({ id, ...places[id], ...waiting[id] })),
  }));

  return (
    <DeskShell
      brand="Process Designer"
      search={<DeskSearch role={person.role} />}
      site={site === undefined ? 'No site' : `${site.name} · ${site.station}`}
      person={{ name: person.name, role: person.role }}
      personMenu={<PersonMenu theme={status.theme} />}
      groups={groups}
      current={current}
      onNavigate={(item) => void navigate({ to: item.href.slice(1) })}
      isRail={isRail}
      mode={mode}
      foot={[
        <Status key="saved" mark="done">{`Saved, entry ${status.entries.toLocaleString('en')}`}</Status>,
        <LedgerChecked key="checked" check={lastCheck} now={now} />,
        ...(lastBackup === undefined ? [] : [<BackedUp key="backup" last={lastBackup} now={now} />]),
        ...(exchange === null ? [] : [exchange]),
      ]}
      footEnd={[
        <span key="network">
          <CloudOff className="k-icon" aria-hidden="true" />
          No network needed
        </span>,
        `${dateTime(now)} (${zone(now)})`,
      ]}
    >
      <DiskNotice disk={status.disk} />
      <LockedOutNotice role={person.role} isThere={current === 'security'} />
      {children}
    </DeskShell>
  );
}

function LedgerChecked({
  check,
  now,
}: {
  check: { at: string; ok: boolean; words: string } | undefined;
  now: string;
}) {
  if (check === undefined) return <span>Ledger not checked yet</span>;
  const when = `Ledger checked ${nearTime(check.at, now)}`;
  return check.ok ? (
    <span>{`${when}, nothing missing`}</span>
  ) : (
    <Status mark="stop">{`${when}: something does not agree`}</Status>
  );
}

/** Only a backup that failed is said in full; one that stands is a word and a time. */
function BackedUp({ last, now }: { last: { at: string; ok: boolean; words: string }; now: string }) {
  return last.ok ? (
    <span>{`Backed up ${nearTime(last.at, now)}`}</span>
  ) : (
    <Status mark="stop">{`No backup ${nearTime(last.at, now)}`}</Status>
  );
}

/** Lock, sign out, and how the window looks. Locking keeps the work; both end the sitting. */
function PersonMenu({ theme }: { theme: 'system' | 'light' | 'dark' }) {
  const shown = (id: string) => (id === theme ? 'In use' : undefined);
  return (
    <Menu
      label="You and this window"
      isIconOnly
      items={[
        { id: 'lock', label: 'Lock', note: 'Your work stays open for you', icon: Lock },
        { id: 'sign-out', label: 'Sign out', icon: LogOut },
        { id: 'light', label: 'Light', note: shown('light'), icon: Sun },
        { id: 'dark', label: 'Dark', note: shown('dark'), icon: Moon },
        { id: 'system', label: 'As the machine', note: shown('system'), icon: Monitor },
      ]}
      onAction={(id) => {
        if (id === 'lock') void leave('locked');
        else if (id === 'sign-out') void leave('signed-out');
        else if (id === 'light' || id === 'dark' || id === 'system') void command('setTheme', { theme: id });
      }}
    />
  );
}

/** What is typed and not saved yet is kept first. */
async function leave(how: 'locked' | 'signed-out'): Promise<void> {
  await flushDrafts();
  await command('signOut', { how });
}

type Waiting = Partial<Record<Place, { count: number; countLabel: string; isLate: boolean }>>;

/** How much waits for this person in each place; only what they must act on counts. */
function useWaiting(person: Me | undefined): Waiting {
  const role = person?.role;
  const desk = role !== undefined && role !== 'operator';
  const inbox = useAsk('inbox', {}, desk).data;
  const finished = useAsk('workOrders', { state: 'finished' }, role === 'compliance').data;
  const security = useAsk('security', {}, role === 'admin').data;
  const glassCodes = useGlassCodes(desk);
  const now = useNow(15_000);
  if (inbox === undefined || !desk) return {};
  const mine = decisionsOf(inbox, glassCodes, now, person).filter((one) => one.notYou === null);
  const counted = (rows: typeof mine) => ({
    count: rows.length,
    countLabel: `${rows.length} ${rows.length === 1 ? 'waits' : 'wait'} for you`,
    isLate: rows.some((one) => one.due !== null && isOverdue(one.due, now)),
  });
  return {
    security: {
      count: security?.waiting ?? 0,
      countLabel: `${security?.waiting ?? 0} to look at`,
      isLate: security?.failed.some(({ state }) => state === 'closed') ?? false,
    },
    decisions: counted(mine),
    exceptions: counted(mine.filter((one) => one.kind === 'exception' || one.kind === 'conflict')),
    remediation: counted(mine.filter((one) => one.kind === 'remediation')),
    closure: {
      count: finished?.length ?? 0,
      countLabel: `${finished?.length ?? 0} finished, not closed`,
      isLate: false,
    },
  };
}
