import { createHash } from 'node:crypto';
import { pageScript, pageStyle } from 'virtual:pack-page';
import { counted, day, grouped, longTime } from '../../closure/words';
import type { ReportGiven } from './given';
import { Html, html } from './html';
import { mark, orderSection, pairs, table } from './order';

/** `index.html` of an audit pack: the report a person reads, and the page that checks the pack by itself. */
export function reportHtml(given: ReportGiven): string {
  const { manifest } = given;
  const policy = `default-src 'none'; script-src '${hashOf(pageScript)}'; style-src '${hashOf(pageStyle)}'; img-src blob: file:; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${manifest.number} · Audit pack of ${manifest.siteName}</title>
<style>${new Html(pageStyle)}</style>
</head>
<body data-pack="${manifest.pack}" data-number="${manifest.number}">
<div class="sheet">
<div class="head"><span><b><bdi>${manifest.siteName}</bdi></b></span><span>Audit pack <b>${manifest.number}</b></span></div>
<main>
<h1>${title(given)}</h1>
<p class="sub">Asked for by <b><bdi>${manifest.by.name}</bdi></b>, ${manifest.by.role}, ${utc(manifest.at)}: “<bdi>${manifest.reason}</bdi>”</p>
${ask()}
<div id="report">
${summary(given)}
${given.workOrders.map((order) => orderSection(order, (log) => stationOf(given, log)))}
${exported(given)}
</div>
${limits()}
</main>
<p class="foot">Written by Process Designer ${manifest.app} at station ${given.stations[manifest.device] ?? manifest.device}. FORMAT.md in this pack says, byte for byte, how to write a verifier of your own.</p>
</div>
<script>${new Html(pageScript)}</script>
</body>
</html>
`.text;
}

const hashOf = (text: string): string =>
  `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;

const utc = (at: string): string => `${longTime(at, '+00:00')} UTC`;

function stationOf({ stations }: ReportGiven, log: string): string {
  return stations[log.slice(0, log.indexOf('/'))] ?? log;
}

function title({ workOrders }: ReportGiven): Html {
  const [only] = workOrders;
  return workOrders.length === 1 && only !== undefined
    ? html`Work order <span class="nw">${only.number}</span>`
    : html`${counted(workOrders.length, 'work order')}`;
}

/** Filled by the script; without it the page is the report alone. */
function ask(): Html {
  return html`<noscript><section class="card ask"><h2>This page is not checked</h2><p class="note">It checks the pack by itself where scripts may run in it. They may not here, so it is a report only: the command line or another copy of the page can check the pack.</p></section></noscript>
<section class="card ask" id="check" aria-labelledby="check-h" hidden></section>`;
}

function summary({ manifest, workOrders, erased }: ReportGiven): Html {
  const closed = workOrders.filter(({ record }) => record !== undefined).length;
  const steps = workOrders.reduce((sum, { record }) => sum + (record?.facts.steps.recorded ?? 0), 0);
  const exceptions = workOrders.reduce((sum, { record }) => sum + (record?.facts.exceptions.raised ?? 0), 0);
  const glass = workOrders.reduce(
    (sum, { record }) => sum + (record?.deviations.filter(({ kind }) => kind === 'break-glass').length ?? 0),
    0,
  );
  const list = workOrders.map(
    (order) =>
      html`<tr><td class="id"><a href="#${order.workOrder}">${order.number}</a></td><td><bdi>${order.title}</bdi></td><td data-as="Job type"><bdi>${order.jobType}</bdi></td><td data-as="Asset"><bdi>${order.asset}</bdi></td><td data-as="Lot"><bdi>${order.lot ?? ''}</bdi></td><td class="at" data-as="Opened">${order.openedAt === '' ? '' : day(order.openedAt, order.zone)}</td><td data-as="Now">${order.record === undefined ? mark('open', 'ink', order.state) : mark('ok', 'ok', 'Closed')}</td></tr>`,
  );
  return html`<h2>Summary</h2>
<p class="sub"><bdi>${manifest.scope.words}</bdi></p>
<dl class="facts">
<div><dt>Work orders</dt><dd>${grouped(workOrders.length)}</dd></div>
<div><dt>Closed</dt><dd>${grouped(closed)}</dd></div>
<div><dt>Steps recorded</dt><dd>${grouped(steps)}</dd></div>
<div><dt>Exceptions</dt><dd>${grouped(exceptions)}</dd></div>
<div><dt>Break-glass</dt><dd>${grouped(glass)}</dd></div>
${manifest.withheld === 0 ? '' : html`<div><dt>Withheld lines</dt><dd>${grouped(manifest.withheld)}</dd></div>`}
${erased.length === 0 ? '' : html`<div><dt>Erased</dt><dd>${grouped(erased.length)}</dd></div>`}
</dl>
${manifest.addendumTo === null ? '' : html`<p>This pack is an addendum: it adds to <b>${manifest.addendumTo.number}</b>, already issued, a file of SHA-256 <span class="id">${manifest.addendumTo.sha256}</span>. What that one holds stays as valid as it was; what was recorded since is here.</p>`}
${table(['Number', 'Title', 'Job type', 'Asset', 'Lot', 'Opened', 'Now'], list, 'Work orders')}`;
}

function exported(given: ReportGiven): Html {
  const { manifest, erased } = given;
  const logs = manifest.logs.map(
    ({ log, size, lines, from, to }) =>
      html`<tr><td>${stationOf(given, log)}<span class="line id note">${log}</span></td><td class="num" data-as="Entries signed for">${grouped(size)}</td><td class="num" data-as="Lines here">${grouped(lines)}</td><td data-as="Complete">${from === to ? 'Nothing is claimed' : `Entries ${grouped(from)} to ${grouped(to - 1)}, all of them`}</td></tr>`,
  );
  const gone = erased.map(
    ({ target, by, authority, scope }) =>
      html`<tr><td class="id">${stationOf(given, target.log)} ${grouped(target.seq)}</td><td><bdi>${scope}</bdi></td><td data-as="Authority"><bdi>${authority}</bdi></td><td class="id" data-as="By entry">${stationOf(given, by.log)} ${grouped(by.seq)}</td></tr>`,
  );
  const claims = manifest.logs.some(({ from, to }) => from < to);
  return html`<section class="order"><h2>Who exported what, and what was left out</h2>
${pairs([
  ['Pack', html`${manifest.number}, <span class="id">${manifest.pack}</span>`],
  ['Asked for by', `${manifest.by.name}, ${manifest.by.role}`],
  ['When', utc(manifest.at)],
  ['Why', manifest.reason],
  ['Scope', manifest.scope.words],
  ['Recorded as', `entry ${grouped(manifest.request.seq)} of ${stationOf(given, manifest.request.log)}`],
  ['Adds to', manifest.addendumTo?.number],
])}
<p class="note">${
    claims
      ? `Of each range below every entry has a line. ${manifest.withheld === 0 ? 'All of them are disclosed.' : `Of ${counted(manifest.withheld, 'line')} the content is withheld: their place, time, author and kind can be seen and are proven; what they say cannot.`}`
      : 'It is not claimed that these are all work orders of that time: entries that are not disclosed have no line. Of each disclosed work order that is closed, its closure says how many entries it has.'
  }</p>
<h3>Logs</h3>${table(['Station', 'Entries signed for', 'Lines here', 'Complete'], logs, 'Logs')}
${gone.length === 0 ? '' : html`<h3>Erased</h3><p class="note">What these entries said was erased by later ones, which name two people, an authority and a scope. That they stood there stays proven.</p>${table(['Entry', 'What', 'Authority', 'By entry'], gone, 'Erased')}`}
</section>`;
}

function limits(): Html {
  return html`<section class="order"><h2>What this cannot show</h2>
<ul class="limits">
<li>That whoever owned the machine did not stop recording, or record something false in the first place. It shows that what was recorded then is here unchanged, and by whom.</li>
<li>That a whole log was not deleted and written anew. A signed head kept elsewhere (another station, a printed closure, an earlier pack) shows that; stations that have witnessed the head are named above.</li>
<li>That this page is honest: a page can lie about its own check. Check the same ZIP with another copy of the page (from another pack, or another person), with the app (Audit packs, Check a file), or on the command line: <code>npm run verify -- PACK.zip</code> in the app’s source, or the app with <code>--verify PACK.zip</code>. They must agree.</li>
</ul></section>`;
}
