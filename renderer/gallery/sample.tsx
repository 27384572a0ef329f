import {
  BookOpenCheck,
  ChartNoAxesCombined,
  ClipboardList,
  CloudOff,
  FileCheck2,
  Inbox,
  LifeBuoy,
  OctagonAlert,
  PackageCheck,
  Wrench,
} from 'lucide-react';
import type { NavGroup, NavItem } from '../kit/DeskShell';
import { Status } from '../kit/Status';

export const groups: readonly NavGroup[] = [
  {
    label: 'Work',
    items: [
      { id: 'decisions', label: 'Decisions', icon: Inbox, href: '#decisions', count: 5 },
      { id: 'orders', label: 'Work orders', icon: ClipboardList, href: '#orders', count: 23 },
      { id: 'exceptions', label: 'Exceptions', icon: OctagonAlert, href: '#review', count: 14, isLate: true },
      { id: 'remediation', label: 'Remediation', icon: Wrench, href: '#remediation', count: 6 },
    ],
  },
  {
    label: 'Evidence',
    items: [
      { id: 'closure', label: 'Closure', icon: FileCheck2, href: '#sign', count: 4 },
      { id: 'ledger', label: 'Ledger', icon: BookOpenCheck, href: '#desk' },
      { id: 'insight', label: 'Insight', icon: ChartNoAxesCombined, href: '#insight' },
      { id: 'packs', label: 'Audit packs', icon: PackageCheck, href: '#packs' },
    ],
  },
];

export const lastItems: readonly NavItem[] = [{ id: 'help', label: 'Help', icon: LifeBuoy, href: '#help' }];

export const foot = [
  <Status key="saved" mark="done">
    Saved, entry 12,904
  </Status>,
  'Ledger checked today 06:00, nothing missing',
  'Last exchange with K7: 11:05',
];

export const footEnd = [
  <span key="net">
    <CloudOff className="k-icon" aria-hidden="true" />
    No network needed
  </span>,
  'Tue 10 Mar 2026, 11:06 (UTC+1)',
];

/** A stand-in for a photo. */
export const photo = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 176"><rect width="256" height="176" fill="#39424a"/><g transform="rotate(-8 128 88)"><rect x="-20" y="74" width="300" height="30" fill="#9aa4a9"/><rect x="64" y="50" width="128" height="76" rx="10" fill="#15181a"/><rect x="76" y="60" width="104" height="44" rx="4" fill="#b9c8b4"/><text x="128" y="92" text-anchor="middle" font-family="monospace" font-size="28" font-weight="700" fill="#1b241b">12.50</text></g></svg>',
)}`;
