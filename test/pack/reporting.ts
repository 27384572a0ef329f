import type { ClosureRecord } from '../../main/closure/record';
import type { ReportGiven, ReportWorkOrder } from '../../main/pack/report/given';
import { sampleRecord } from '../fixtures/closureRecord';

const place = (seq: number) => ({ log: 'dev_aaaaaaaaaaaaaaaaaaaaaaaaaa/0', seq });

/** A work order with all that a report can show, from the record that the closure PDF is drawn from. */
export function sampleOrder(record: ClosureRecord | undefined, id = 'wo_sample'): ReportWorkOrder {
  return {
    workOrder: id,
    number: sampleRecord.workOrder.number,
    title: sampleRecord.workOrder.title,
    jobType: sampleRecord.workOrder.jobType,
    asset: sampleRecord.workOrder.asset ?? '',
    lot: sampleRecord.workOrder.lot ?? null,
    openedAt: sampleRecord.run.startedAt,
    zone: sampleRecord.zone,
    state: record === undefined ? 'Blocked' : 'Closed',
    record,
    entries: [
      {
        at: sampleRecord.run.startedAt,
        zone: '+01:00',
        by: 'Marta Kovač',
        words: 'Started the run',
        place: place(1203),
      },
      {
        at: sampleRecord.run.startedAt,
        zone: '+01:00',
        by: 'Emre Aydın',
        words: 'Opened the gate by break-glass',
        why: 'Oil runs into the pit',
        place: place(1204),
      },
      {
        at: sampleRecord.run.endedAt,
        zone: '+01:00',
        by: 'Marta Kovač',
        words: 'Changed step 11 from 0.4 to 0.2 µm',
        why: 'Misread scale',
        place: place(1291),
      },
    ],
  };
}

export function sampleReport(workOrders: readonly ReportWorkOrder[]): ReportGiven {
  return {
    manifest: {
      v: 1,
      kind: 'process-designer/audit-pack',
      pack: 'pack_sample',
      number: 'PACK-K7-000007',
      at: '2026-11-23T10:00:00.000Z',
      app: '0.1.0',
      site: 'site_aaaaaaaaaaaaaaaaaaaaaaaaaa',
      siteName: 'Halden plant',
      device: 'dev_aaaaaaaaaaaaaaaaaaaaaaaaaa',
      by: { name: 'Ana Ruiz', role: 'compliance', user: 'usr_1' },
      reason: 'Asked for by the auditor after the incident of 10 March',
      scope: { kind: 'lot', value: 'HS-26-0311', words: 'Lot HS-26-0311, opened in March 2026' },
      request: place(48230),
      addendumTo: { number: 'PACK-K7-000004', pack: 'pack_before', sha256: 'ab'.repeat(32) },
      logs: [
        { log: 'dev_aaaaaaaaaaaaaaaaaaaaaaaaaa/0', size: 48231, lines: 1302, from: 1200, to: 2400 },
        { log: 'dev_bbbbbbbbbbbbbbbbbbbbbbbbbb/0', size: 12941, lines: 12, from: 0, to: 0 },
      ],
      workOrders: [{ entries: 92, number: 'WO-K7-000123', workOrder: 'wo_sample' }],
      withheld: 1108,
    },
    workOrders,
    erased: [
      { target: place(1210), by: place(40001), authority: 'Retention rule 7', scope: 'The note of one step' },
    ],
    stations: { dev_aaaaaaaaaaaaaaaaaaaaaaaaaa: 'K7', dev_bbbbbbbbbbbbbbbbbbbbbbbbbb: 'K3' },
  };
}

/** Every text of a value replaced; what is a time, a zone, a hash or one of a few words of the record's own form stays. */
export function withTexts<T>(value: T, text: string): T {
  const kept =
    /^(?:\d{4}-\d\d-\d\dT.*Z|[+-]\d\d:\d\d|[0-9a-f]{64}|exception|break-glass|change|complete|with-open-actions|approved|rejected|opened by break-glass|justified|not justified|unclear|open|closed|ok|warn|act|image\/\w+|text\/\w+)$/;
  if (typeof value === 'string') return (kept.test(value) ? value : text) as T;
  if (Array.isArray(value)) return value.map((each) => withTexts(each, text)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, key === 'place' ? each : withTexts(each, text)]),
  ) as T;
}

const bases = [
  '<script>run()</script>',
  '</script><script>run()</script>',
  '</style><script>run()</script>',
  '</title><script>run()</script>',
  '--><script>run()</script><!--',
  '<img src=x onerror=run()>',
  '"><img src=x onerror="run()">',
  "'><img src=x onerror='run()'>",
  '<svg onload=run()>',
  '<svg><script href=data:,run() />',
  '<iframe srcdoc="<script>parent.run()</script>">',
  '<a href="javascript:run()" autofocus onfocus=run()>x</a>',
  'javascript:run()',
  '" autofocus onfocus="run()" x="',
  "' onmouseover='run()",
  '` onload=`run()',
  '<body onpageshow=run()>',
  '<details open ontoggle=run()>',
  '<input autofocus onfocus=run()>',
  '<video><source onerror=run()>',
  '<math><mtext><style><img src=x onerror=run()></style>',
  '<template><script>run()</script></template>',
  '<meta http-equiv=refresh content="0;url=javascript:run()">',
  '<base href="javascript:/run()//">',
  '<form action="javascript:run()"><button autofocus>x',
  '<object data="javascript:run()">',
  '<embed src="javascript:run()">',
  '<link rel=stylesheet href="data:text/css,*{}">',
  '<style>@import "javascript:run()"</style>',
  '{{run()}}',
] as const;
const twists: readonly ((payload: string) => string)[] = [
  (p) => p,
  (p) => p.toUpperCase().replaceAll('RUN()', 'run()'),
  (p) => `x${p}y`,
  (p) => p.replaceAll('<', '<\u0000'),
  (p) => p.replaceAll(' ', '\n'),
  (p) => p.replaceAll('<', '&lt;').replaceAll('&lt;s', '<s'),
  (p) => `\u202e${p}\u2066`,
  (p) => `]]>${p}`,
  (p) => `\\"${p}`,
  (p) => `${p}${p}`,
];
/** 300 texts that would run something where they were not escaped. */
export const payloads: readonly string[] = twists.flatMap((twist) => bases.map(twist));
