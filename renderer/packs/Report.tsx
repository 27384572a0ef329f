import type { PackReport } from '../../main/contract/packs';
import { count } from '../app/format';
import { Copyable } from '../kit/Copyable';
import { KeyValue } from '../kit/KeyValue';
import { Mark } from '../kit/Mark';
import { Hidden } from '../kit/Status';
import { verdictWords } from './words';

/** What a check found: the verdict first, each finding with its place, then what was read. */
export function Report({ report }: { report: PackReport }) {
  const { mark, tone, title } = verdictWords(report);
  return (
    <>
      <section className="pack-verdict" data-tone={tone} aria-label="Verdict" role="status">
        <Mark name={mark} size={32} />
        <div>
          <Hidden>{{ ok: 'In order. ', warn: 'Warning. ', stop: 'Found something. ' }[tone]}</Hidden>
          <b>{title}</b>
          <p>{report.words}</p>
        </div>
      </section>
      {report.findings.length > 0 && (
        <section aria-labelledby="pack-findings">
          <h2 id="pack-findings">{count(report.findings.length, 'finding')}</h2>
          <ul className="pack-findings">
            {report.findings.map((finding) => (
              <li key={finding}>
                <Mark name={tone === 'stop' ? 'stop' : 'warn'} />
                {finding}
              </li>
            ))}
          </ul>
        </section>
      )}
      <KeyValue
        isBoxed
        items={[
          { name: 'File', value: <span className="mono pack-long">{report.name}</span> },
          ...(report.number === null
            ? []
            : [{ name: 'Number', value: <span className="mono">{report.number}</span> }]),
          { name: 'Site', value: siteWords(report) },
          ...(report.site === null
            ? []
            : [{ name: 'Site id', value: <Copyable label="Site id" text={report.site} /> }]),
          ...(report.sha256 === null
            ? []
            : [{ name: 'SHA-256', value: <Copyable label="SHA-256" text={report.sha256} /> }]),
          { name: 'Discloses', value: count(report.workOrders, 'work order') },
          {
            name: 'Lines',
            value: `${count(report.lines, 'line')} of the ledger, ${report.withheld === 0 ? 'none withheld' : `${report.withheld.toLocaleString('en')} withheld`}, ${report.erased === 0 ? 'none erased' : `${report.erased.toLocaleString('en')} erased`}`,
          },
          { name: 'Files', value: report.files.toLocaleString('en') },
          {
            name: 'Took',
            value: report.seconds < 1 ? 'under 1 s' : `${Math.round(report.seconds)} s`,
          },
        ]}
      />
    </>
  );
}

function siteWords({ siteName, ours }: PackReport): string {
  if (siteName === null) return 'Not readable';
  if (ours === null) return siteName;
  return ours
    ? `${siteName}, the site that is open here`
    : `${siteName}, another site than the one open here`;
}
