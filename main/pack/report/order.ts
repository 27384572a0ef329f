import type { ClosedEvidence, ClosedStep, ClosureRecord, Deviation, EntryRef } from '../../closure/record';
import {
  counted,
  day,
  dayTime,
  duration,
  exactTime,
  fileSize,
  firstCapital,
  grouped,
  longTime,
  timeNear,
  withUnit,
  zoneName,
} from '../../closure/words';
import { packMembers } from '../../proof/pack/manifest';
import type { ReportEntry, ReportWorkOrder } from './given';
import { Html, html, type Shape, shape } from './html';

const nothing = new Html('');

export const mark = (name: Shape, tone: string, words: string): Html =>
  html`<span class="mark c-${tone}">${shape(name)}${words}</span>`;

/** A table that becomes a list on a narrow screen. `no`: the first column holds numbers. */
export function table(heads: readonly string[], rows: readonly Html[], label: string, first = ''): Html {
  if (rows.length === 0) return nothing;
  const head = heads.map(
    (words, index) => html`<th scope="col" class="${index === 0 ? first : ''}">${words}</th>`,
  );
  return html`<div class="wide"><table class="stack" aria-label="${label}"><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

export function pairs(rows: readonly (readonly [string, string | Html | undefined])[]): Html {
  const held = rows.filter(([, value]) => value !== undefined && value !== '');
  if (held.length === 0) return nothing;
  return html`<dl class="pairs">${held.map(([name, value]) => html`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`)}</dl>`;
}

const at = (when: string | undefined, zone: string): string =>
  when === undefined || when === '' ? '' : dayTime(when, zone);
const entryWords = ({ device, seq }: EntryRef): string => `${device} ${grouped(seq)}`;

/** One work order: what came of it, what did not go to plan, who signed, each step, the pictures, and every entry. */
export function orderSection(order: ReportWorkOrder, stationOf: (log: string) => string): Html {
  const { record } = order;
  return html`<section class="order" id="${order.workOrder}" aria-labelledby="h-${order.workOrder}">
<h2 id="h-${order.workOrder}"><bdi>${order.title === '' ? order.number : order.title}</bdi></h2>
<p class="sub">Work order <b>${order.number}</b>${order.jobType === '' ? '' : html` · <bdi>${order.jobType}</bdi>`}${record === undefined ? '' : html` · <bdi>${record.checklist.name}</bdi>, version ${record.checklist.version}`}</p>
${result(order)}
${record === undefined ? opened(order) : closed(record)}
${timeline(order, stationOf)}
</section>
`;
}

function result({ state, record, openedAt, zone }: ReportWorkOrder): Html {
  if (record === undefined)
    return html`<div class="result open">${shape('open')}<b>${state}, as it stood when the pack was asked for</b><p>Opened ${at(openedAt, zone)} (${zoneName(zone)}). It has no closure, so this report lists its entries as they were recorded.</p></div>`;
  const end = record.result.verdict === 'complete' ? 'with evidence complete' : 'with actions still open';
  return html`<div class="result">${shape('ok')}<b>Closed ${longTime(record.closedAt, record.zone)} (${zoneName(record.zone)}), ${end}</b><p><bdi>${record.result.summary}</bdi></p></div>`;
}

function opened(order: ReportWorkOrder): Html {
  return pairs([
    ['Asset', order.asset],
    ['Lot', order.lot ?? undefined],
    ['Opened', at(order.openedAt, order.zone)],
  ]);
}

function closed(record: ClosureRecord): Html {
  const { facts, run, workOrder, zone } = record;
  const of = (some: number, all: number): string => (all === 0 ? '–' : `${grouped(some)} of ${grouped(all)}`);
  return html`<dl class="facts">
<div><dt>Steps recorded</dt><dd>${of(facts.steps.recorded, facts.steps.of)}</dd></div>
<div><dt>Readings in band</dt><dd>${of(facts.readings.inBand, facts.readings.of)}</dd></div>
<div><dt>Evidence files</dt><dd>${grouped(facts.evidenceFiles)}</dd></div>
<div><dt>Exceptions</dt><dd>${facts.exceptions.raised === 0 ? 'None' : `${grouped(facts.exceptions.disposed)} of ${grouped(facts.exceptions.raised)} disposed`}</dd></div>
<div><dt>Changes</dt><dd>${facts.changes === 0 ? 'None' : `${grouped(facts.changes)} explained`}</dd></div>
</dl>
${pairs([
  ['Asset', workOrder.asset],
  ['Lot', workOrder.lot],
  ...workOrder.inputs.map(({ label, value, unit }): readonly [string, string] => [
    label,
    withUnit(value, unit),
  ]),
  ['Started', at(run.startedAt, zone)],
  ['Ended', at(run.endedAt, zone)],
  ['Stalled', run.stalled && `${duration(run.stalled.minutes)}, ${run.stalled.codes.join(', ')}`],
  ['Done by', run.doneBy.join(', ')],
  ['Witnesses', run.witnesses.join(', ')],
  ['Station', [record.station.name, record.station.place].filter(Boolean).join(', ')],
  [
    'Closure',
    html`<a href="${packMembers.closure(record.number)}">${record.number}, the signed document</a>`,
  ],
])}
${acceptance(record)}
${deviations(record)}
${glassReviews(record)}
${remediations(record)}
${signatures(record)}
${gates(record)}
${erasures(record)}
${steps(record)}
${pictures(record)}`;
}

function acceptance({ acceptance: criteria }: ClosureRecord): Html {
  const rows = criteria.map(
    ({ text, shownBy, met }) =>
      html`<tr><td>${met ? mark('ok', 'ok', 'Met') : mark('open', 'warn', 'Not confirmed')}</td><td><bdi>${text}</bdi></td><td data-as="Shown by"><bdi>${shownBy}</bdi></td></tr>`,
  );
  return rows.length === 0
    ? nothing
    : html`<h3>Acceptance</h3>${table(['', 'Criterion', 'Shown by'], rows, 'Acceptance')}`;
}

function deviations({ deviations: all, zone }: ClosureRecord): Html {
  if (all.length === 0)
    return html`<h3>What did not go to plan</h3><p class="note">Nothing: no exception, no break-glass, no change after first entry.</p>`;
  const rows = all.map((one) => deviation(one, zone));
  return html`<h3>What did not go to plan</h3>${table(['Number', 'What', 'How it ended', 'By'], rows, 'What did not go to plan')}`;
}

function deviation(one: Deviation, zone: string): Html {
  const row = (name: Html, what: Html, ended: Html): Html =>
    html`<tr><td class="id">${one.number}</td><td>${name} ${what}</td><td data-as="Ended"><bdi>${ended}</bdi></td><td data-as="By"><bdi>${one.by}</bdi></td></tr>`;
  const said = (text: string): Html =>
    text === '' ? nothing : html`<span class="line">“<bdi>${text}</bdi>”</span>`;
  switch (one.kind) {
    case 'exception':
      return row(
        mark('stop', 'stop', one.code),
        html`<bdi>${one.meaning}</bdi>, ${one.at}<span class="line note">Raised ${at(one.raisedAt, zone)} by <bdi>${one.raisedBy}</bdi>, owner <bdi>${one.owner}</bdi>, due ${at(one.dueAt, zone)}</span>${said(one.rationale)}`,
        html`${firstCapital(one.disposition)}, ${at(one.disposedAt, zone)}${said(one.reason)}`,
      );
    case 'break-glass':
      return row(
        mark('glass', 'glass', 'Break-glass'),
        html`<bdi>${one.opened}</bdi>, ${one.code}<span class="line note">Opened ${at(one.openedAt, zone)} by <bdi>${one.openedBy}</bdi>, used ${duration(one.usedMinutes)} of ${duration(one.windowMinutes)}</span>${said(one.rationale)}`,
        html`<b>${firstCapital(one.verdict)}</b>, ${at(one.verdictAt, zone)}${one.remediation === undefined ? '' : html`<span class="line">Fix ${one.remediation.number}, due ${at(one.remediation.dueAt, zone)}</span>`}`,
      );
    case 'change':
      return row(
        mark('change', 'ink', 'Changed'),
        html`<bdi>${one.step}</bdi>: <s>${withUnit(one.from, one.unit)}</s> to ${withUnit(one.to, one.unit)}, ${at(one.changedAt, zone)}`,
        html`“<bdi>${one.reason}</bdi>”; the old value is kept`,
      );
  }
}

function glassReviews({ reviews, zone }: ClosureRecord): Html {
  const rows = reviews.map(
    (one) =>
      html`<tr><td class="id">${one.number}</td><td data-as="Of">${one.of}</td><td data-as="Verdict"><b>${firstCapital(one.verdict)}</b> “<bdi>${one.rationale}</bdi>”</td><td data-as="By"><bdi>${one.reviewer}</bdi>, ${one.role}</td><td class="at" data-as="At">${at(one.at, zone)}<span class="line note">Due ${at(one.dueAt, zone)}</span></td></tr>`,
  );
  return rows.length === 0
    ? nothing
    : html`<h3>Reviews of break-glass</h3>${table(['Number', 'Of', 'Verdict', 'By', 'At'], rows, 'Reviews of break-glass')}`;
}

function remediations({ remediations: all, zone }: ClosureRecord): Html {
  const rows = all.map(
    (one) =>
      html`<tr><td class="id">${one.number}</td><td><bdi>${one.title}</bdi></td><td data-as="Cause">${one.cause}</td><td data-as="Owner"><bdi>${one.owner}</bdi></td><td class="at" data-as="Due">${at(one.dueAt, zone)}</td><td data-as="Now">${one.state === 'closed' ? mark('ok', 'ok', 'Closed') : mark('open', 'warn', 'Open')}</td></tr>`,
  );
  return rows.length === 0
    ? nothing
    : html`<h3>Remediation</h3>${table(['Number', 'What', 'Cause', 'Owner', 'Due', 'Now'], rows, 'Remediation')}`;
}

function signatures({ signatures: all, zone }: ClosureRecord): Html {
  const rows = all.map(
    (one) =>
      html`<tr><td><bdi>${one.meaning}</bdi></td><td data-as="By"><bdi>${one.name}</bdi>, ${one.role}</td><td class="at" data-as="At">${exactTime(one.at, one.zone || zone)} (${zoneName(one.zone || zone)})</td><td class="id" data-as="Entry">${entryWords(one.entry)}</td></tr>`,
  );
  return html`<h3>Signatures</h3><p class="note">Each was made with the signer’s own key over what was shown, and is checked again above.</p>${table(['Meaning', 'Name, role', 'When', 'Entry'], rows, 'Signatures')}`;
}

function gates({ gates: all, zone }: ClosureRecord): Html {
  const rows = all.flatMap((gate) =>
    gate.decisions.map(
      (one) =>
        html`<tr><td class="no">${gate.no}</td><td><bdi>${gate.title}</bdi><span class="line note">Needs ${gate.need}</span></td><td data-as="Decision">${one.decision === 'approved' ? mark('ok', 'ok', 'Approved') : one.decision === 'rejected' ? mark('stop', 'stop', 'Rejected') : mark('glass', 'glass', 'Opened by break-glass')}${one.comment === undefined ? '' : html`<span class="line">“<bdi>${one.comment}</bdi>”</span>`}</td><td data-as="By"><bdi>${one.name}</bdi>, ${one.role}</td><td class="at" data-as="At">${at(one.at, zone)}</td><td class="id" data-as="Entry">${entryWords(one.entry)}</td></tr>`,
    ),
  );
  return rows.length === 0
    ? nothing
    : html`<h3>Gates</h3>${table(['No', 'Gate', 'Decision', 'By', 'At', 'Entry'], rows, 'Gates', 'no')}`;
}

function erasures({ erasures: all = [], zone }: ClosureRecord): Html {
  const rows = all.map(
    (one) =>
      html`<tr><td class="id">${entryWords(one.entry)}</td><td><bdi>${one.what}</bdi></td><td data-as="Erased">${exactTime(one.at, zone)}, “<bdi>${one.authority}</bdi>”</td><td data-as="By"><bdi>${one.by}</bdi>, asked by <bdi>${one.second}</bdi></td><td class="id" data-as="Entry">${entryWords(one.erasedBy)}</td></tr>`,
  );
  return rows.length === 0
    ? nothing
    : html`<h3>Erased</h3><p class="note">That these entries stood here, when and by whom, stays proven.</p>${table(['Entry', 'What it was', 'Erased', 'By', 'By entry'], rows, 'Erased')}`;
}

function steps(record: ClosureRecord): Html {
  const labels = new Map(record.evidence.map(({ sha256, label }) => [sha256, label]));
  const rows = record.sections.flatMap(({ title, steps: all }) => [
    html`<tr class="part"><th colspan="6" scope="colgroup"><bdi>${title}</bdi></th></tr>`,
    ...all.map((step) => stepRow(step, record, labels)),
  ]);
  return html`<h3>Steps</h3><p class="note">A blue edge: changed after first entry, the old value struck through. Hatching: done under break-glass. Times are ${day(record.run.startedAt, record.zone)}, ${zoneName(record.zone)}, where no other day is said.</p>${table(['No', 'Step', 'Value as entered', 'By', 'At', 'Notes and evidence'], rows, 'Steps', 'no')}`;
}

const bands = {
  ok: '',
  warn: mark('warn', 'warn', 'Warn band'),
  act: mark('stop', 'stop', 'Act band'),
} as const;

function stepRow(step: ClosedStep, { zone, run }: ClosureRecord, labels: ReadonlyMap<string, string>): Html {
  const near = (when: string | undefined): string =>
    when === undefined || when === '' ? '' : timeNear(when, run.startedAt, zone);
  const kind = step.breakGlass !== undefined ? 'glass' : step.changed.length > 0 ? 'changed' : '';
  const value = withUnit(step.value, step.unit);
  const old = step.changed.map(({ from }) => html`<s><bdi>${withUnit(from, step.unit)}</bdi></s> `);
  const line = (words: Html): Html => html`<span class="line">${words}</span>`;
  const notes = [
    ...(step.breakGlass === undefined ? [] : [line(mark('glass', 'glass', `Under ${step.breakGlass}`))]),
    ...(step.band === undefined || step.band === 'ok' ? [] : [line(html`${bands[step.band]}`)]),
    ...step.changed.map(({ by, at: when, reason }) =>
      line(
        html`${mark('change', 'ink', 'Changed')} ${near(when)} by <bdi>${by}</bdi>: “<bdi>${reason}</bdi>”`,
      ),
    ),
    ...step.refused.map(({ value: tried, reason }) =>
      line(
        html`${mark('warn', 'warn', 'Refused')} <bdi>${withUnit(tried, step.unit)}</bdi>: <bdi>${reason}</bdi>`,
      ),
    ),
    ...(step.recordedAt === undefined ? [] : [line(html`Late: recorded ${near(step.recordedAt)}`)]),
    ...(step.witness === undefined ? [] : [line(html`Witness <bdi>${step.witness}</bdi>`)]),
    ...step.notes.map((note) => line(html`<bdi>${note}</bdi>`)),
    ...(step.evidence.length === 0
      ? []
      : [
          line(
            html`${step.evidence.map((sha256, index) => html`${index > 0 ? ', ' : ''}<a href="#e-${sha256}">${labels.get(sha256) ?? 'File'}</a>`)}`,
          ),
        ]),
  ];
  return html`<tr class="${kind}"><td class="no">${step.no}</td><td><bdi>${step.title}</bdi></td><td data-as="Value">${old}<bdi>${value === '' ? 'Not reached' : value}</bdi></td><td data-as="By"><bdi>${step.by.join(', ')}</bdi></td><td class="at" data-as="At">${near(step.at)}</td><td>${notes}</td></tr>`;
}

function pictures({ evidence, zone }: ClosureRecord): Html {
  if (evidence.length === 0) return nothing;
  return html`<h3>Evidence</h3><p class="note">Each file is named by its SHA-256. Pictures come from the folder beside this page until the pack is checked; from then on they are shown from the bytes that were checked.</p><div class="pictures">${evidence.map((one) => picture(one, zone))}</div>`;
}

function picture(one: ClosedEvidence, zone: string): Html {
  const file = packMembers.evidence(one.sha256);
  const isImage = /^image\/(?:jpeg|png|webp|gif|avif|bmp)$/.test(one.mime);
  const shown = isImage
    ? html`<img src="${file}" alt="${one.label}: ${one.caption}" loading="lazy" data-sha256="${one.sha256}" data-mime="${one.mime}">`
    : html`<a href="${file}">${one.label}, ${one.mime}, ${fileSize(one.size)}</a>`;
  return html`<figure id="e-${one.sha256}">${shown}<figcaption><b>${one.label}</b>, ${one.step}, <bdi>${one.caption}</bdi>. <bdi>${one.by}</bdi>, ${at(one.at, zone)}<span class="id">${one.sha256}</span></figcaption></figure>`;
}

function timeline({ entries, number }: ReportWorkOrder, stationOf: (log: string) => string): Html {
  const row = ({ at: when, zone, by, words, why, place }: ReportEntry): Html =>
    html`<tr><td class="at">${exactTime(when, zone)}</td><td class="id num" data-as="Entry">${stationOf(place.log)} ${grouped(place.seq)}</td><td data-as="By"><bdi>${by}</bdi></td><td><bdi>${words}</bdi>${why === undefined ? '' : html`<span class="line note">“<bdi>${why}</bdi>”</span>`}</td></tr>`;
  const zones = [...new Set(entries.map(({ zone }) => zoneName(zone)))].join(', ');
  return html`<h3>Timeline</h3><p class="note">${counted(entries.length, 'entry', 'entries')} of ${number}, each as it was recorded. Times in ${zones === '' ? 'UTC' : zones}.</p>${table(['When', 'Entry', 'Who', 'What'], entries.map(row), `Timeline of ${number}`)}`;
}
