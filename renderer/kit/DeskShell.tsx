import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { BrandSign } from './BrandSign';
import './deskshell.css';
import { SkipLink } from './SkipLink';
import { Count, Face } from './Status';
import { SizeProvider } from './size';

export interface NavItem {
  id: string;
  label: string;
  icon: LucideIcon;
  /** Where it leads, `#/ledger`. */
  href: string;
  /** Only if this person must act. */
  count?: number;
  /** What is counted, for screen readers. */
  countLabel?: string;
  /** Something among them is overdue. */
  isLate?: boolean;
}

export interface NavGroup {
  label: string;
  items: readonly NavItem[];
}

export interface Person {
  name: string;
  /** "supervisor" */
  role: string;
}

export interface DeskShellProps {
  /** The product, beside its sign. */
  brand: string;
  /** One search that takes scans, mostly a `SearchField`. */
  search?: ReactNode;
  /** "Halden plant · K3" */
  site: ReactNode;
  person: Person;
  /** Beside the person: a `Menu` with lock, switch, theme. */
  personMenu?: ReactNode;
  /** Window controls, when the window has no frame of its own. */
  windowControls?: ReactNode;
  /** Entries that this person may not open are absent, not grey. */
  groups: readonly NavGroup[];
  /** At the bottom of the navigation: help. */
  lastItems?: readonly NavItem[];
  /** The id of the entry that is open. */
  current?: string;
  /** Instead of following `href`. */
  onNavigate?: (item: NavItem) => void;
  /** Icons of 64 px with tooltips instead of 216 px with words, while designing. */
  isRail?: boolean;
  /** A `ModeBar` under the title bar. */
  mode?: ReactNode;
  /** Practice and drill frame the window with a dashed edge. */
  frame?: 'practice' | 'drill';
  /** Always says: saved, ledger checked, last exchange. */
  foot: readonly ReactNode[];
  /** At the right of the foot: no network needed, date, time and zone. */
  footEnd?: readonly ReactNode[];
  children: ReactNode;
}

/** The frame for everybody but operators: title bar, navigation, work, foot line. The work scrolls, the frame stays. */
export function DeskShell(props: DeskShellProps) {
  const { brand, search, site, person, personMenu, windowControls, groups, lastItems, current, onNavigate } =
    props;
  const { isRail, mode, frame, foot, footEnd, children } = props;
  const entry = (item: NavItem) => (
    <NavEntry key={item.id} item={item} isCurrent={item.id === current} onNavigate={onNavigate} />
  );
  return (
    <SizeProvider size="desk">
      <div className="k-desk" data-rail={isRail === true || undefined} data-frame={frame}>
        <SkipLink />
        <header className="k-desk-bar">
          <span className="k-brand">
            <BrandSign />
            {brand}
          </span>
          <div className="k-desk-search">{search}</div>
          <div className="k-desk-site">
            <span>{site}</span>
            <span className="k-person">
              <Face name={person.name} me />
              <span>
                <b>{person.name}</b>, {person.role}
              </span>
            </span>
            {personMenu}
          </div>
          {windowControls}
        </header>
        {mode !== undefined && <div className="k-desk-mode">{mode}</div>}
        <nav className="k-desk-nav" aria-label="Main">
          {groups.map((group) => (
            <div className="k-nav-group" key={group.label} role="group" aria-label={group.label}>
              <div className="k-nav-label" aria-hidden="true">
                {group.label}
              </div>
              {group.items.map(entry)}
            </div>
          ))}
          {lastItems !== undefined && <div className="k-nav-group k-nav-last">{lastItems.map(entry)}</div>}
        </nav>
        <main className="k-desk-main" id="work" tabIndex={-1}>
          {children}
        </main>
        <footer className="k-desk-foot">
          {foot.map((part, index) => (
            // The order of the foot never changes, so the place is the identity.
            // biome-ignore lint/suspicious/noArrayIndexKey: fixed places
            <span key={index}>{part}</span>
          ))}
          <span className="k-desk-foot-end">
            {footEnd?.map((part, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fixed places
              <span key={index}>{part}</span>
            ))}
          </span>
        </footer>
      </div>
    </SizeProvider>
  );
}

interface NavEntryProps {
  item: NavItem;
  isCurrent: boolean;
  onNavigate: ((item: NavItem) => void) | undefined;
}

function NavEntry({ item, isCurrent, onNavigate }: NavEntryProps) {
  const Icon = item.icon;
  return (
    <a
      className="k-nav-item"
      href={item.href}
      title={item.label}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={(event) => {
        if (onNavigate === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onNavigate(item);
      }}
    >
      <Icon className="k-icon" aria-hidden="true" />
      <span className="k-nav-words">{item.label}</span>
      {item.count !== undefined && item.count > 0 && (
        <Count value={item.count} label={item.countLabel ?? `${item.count} for you`} late={item.isLate} />
      )}
    </a>
  );
}

export interface PageHeadProps {
  title: string;
  /** Over the title: numbers and versions. */
  kicker?: ReactNode;
  /** Beside the title: what this place is. */
  lead?: ReactNode;
  /** At the right; at most one primary. */
  actions?: ReactNode;
}

/** The title line of a desk screen. */
export function PageHead({ title, kicker, lead, actions }: PageHeadProps) {
  return (
    <div className="k-page-head">
      <div className="k-page-title">
        {kicker !== undefined && <div className="t-note">{kicker}</div>}
        <h1>{title}</h1>
      </div>
      {lead !== undefined && <p className="k-page-lead">{lead}</p>}
      {actions !== undefined && <div className="k-page-actions">{actions}</div>}
    </div>
  );
}

/** The margin of a desk page: 32 px at the sides, 16 px between what lies in it. Scrolls by itself. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className="k-page-body k-scroll">{children}</div>;
}
