import type { PackVerification } from '../../proof/pack/verifyPack';
import { counted, el, grouped, shape } from './parts';

const heads = [
  ['ok', 'Valid: nothing missing, nothing changed'],
  ['stop', 'Not valid'],
  ['warn', 'Valid, with parts withheld or erased'],
  ['warn', 'Not understood'],
] as const;

/** The verdict, each finding, and what was checked, in words. */
export function verdictView(found: PackVerification, name: string, seconds: number): HTMLElement {
  const [tone, head] = heads[found.verdict];
  const sentence =
    found.verdict === 1
      ? `${counted(found.findingCount, 'finding')}. What is listed here does not hold; do not rely on the report below before you know why.`
      : found.words;
  return el(
    'div',
    { id: 'verdict', 'data-verdict': String(found.verdict) },
    el(
      'div',
      { class: `verdict ${tone}`, role: 'status', tabindex: '-1' },
      shape(tone),
      el('h3', {}, `${head} (verdict ${found.verdict})`),
      el('p', {}, sentence),
      el(
        'p',
        { class: 'note' },
        `${name}, read in ${seconds < 1 ? 'under a second' : counted(Math.round(seconds), 'second')} by this browser.`,
      ),
    ),
    found.findings.length === 0
      ? undefined
      : el(
          'ol',
          { class: 'found', 'aria-label': 'Findings' },
          ...found.findings.map((words) => el('li', {}, shape('stop'), words)),
        ),
    ...about(found),
  );
}

function about(found: PackVerification): HTMLElement[] {
  const { manifest } = found;
  if (manifest === undefined) return [];
  const rows: [string, string][] = [
    ['Pack', `${manifest.number} of ${manifest.siteName}`],
    [
      'Asked for',
      `${manifest.by.name}, ${manifest.by.role}, ${manifest.at.slice(0, 16).replace('T', ' ')} UTC: ${manifest.reason}`,
    ],
    ['Scope', manifest.scope.words],
    [
      'Work orders',
      manifest.workOrders
        .map(({ number, entries }) => `${number} (${counted(entries, 'entry', 'entries')})`)
        .join(', '),
    ],
    [
      'Read',
      `${counted(found.lines, 'entry', 'entries')}, ${counted(found.files, 'file')}, ${counted(found.signatures, 'electronic signature')}`,
    ],
  ];
  if (manifest.addendumTo !== null)
    rows.push(['Adds to', `${manifest.addendumTo.number}, SHA-256 ${manifest.addendumTo.sha256}`]);
  for (const log of found.logs) {
    const complete =
      log.from === log.to
        ? 'nothing is claimed to be complete'
        : `entries ${grouped(log.from)} to ${grouped(log.to - 1)} are all here`;
    const seen =
      log.witnesses.length === 0
        ? 'no other station has signed that it saw this head'
        : `${counted(log.witnesses.length, 'other station')} signed having seen this head, last ${new Date(Math.max(...log.witnesses.map(({ seconds }) => seconds)) * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    rows.push([
      `Log of ${log.station}`,
      `${counted(log.size, 'entry', 'entries')} signed for, ${counted(log.lines, 'line')} here; ${complete}; ${seen}`,
    ]);
  }
  if (found.withheld > 0)
    rows.push([
      'Withheld',
      `What ${counted(found.withheld, 'entry says is', 'entries say is')} not in the pack; their place, time, author and kind are. ${
        found.withheldWorkOrders.length === 0
          ? ''
          : `${counted(found.withheldWorkOrders.length, 'work order begins', 'work orders begin')} in the range and ${found.withheldWorkOrders.length === 1 ? 'is' : 'are'} withheld: ${found.withheldWorkOrders.slice(0, 50).join(', ')}${found.withheldWorkOrders.length > 50 ? ' …' : ''}.`
      }`,
    ]);
  for (const { words } of found.erased.slice(0, 100)) rows.push(['Erased', words]);
  return [
    el(
      'details',
      found.verdict === 0 ? {} : { open: '' },
      el('summary', {}, 'What was checked'),
      el(
        'dl',
        { class: 'pairs' },
        ...rows.flatMap(([name, words]) => [el('dt', {}, name), el('dd', {}, words)]),
      ),
    ),
  ];
}
