import { firstRecord } from './dashboard';
import { type Counting, history, prepared } from './scope';

/** What the filters offer: job types that have records, by name, the first record's time, and how many cases are imported. */
export function offered(counting: Counting): {
  readonly jobTypes: readonly { readonly key: string; readonly name: string; readonly imported: boolean }[];
  readonly first: string | null;
  readonly importedCases: number;
} {
  const { db, site } = counting;
  const here = prepared(db, 'SELECT DISTINCT job_type FROM insight_orders').pluck().all() as string[];
  const imported = prepared(
    db,
    `SELECT job_type AS key, min(job_type_name) AS name FROM ${history} GROUP BY job_type`,
  ).all() as { key: string; name: string }[];
  const jobTypes = [
    ...here.map((key) => ({ key, name: site.jobTypes.get(key)?.name ?? '', imported: false })),
    ...imported
      .filter(({ key }) => !here.includes(key))
      .map(({ key, name }) => ({ key, name: site.jobTypes.get(key)?.name ?? name, imported: true })),
  ].sort((a, b) => a.name.localeCompare(b.name));
  return {
    jobTypes,
    first: firstRecord(counting, { here: true, imported: true }) ?? null,
    importedCases: prepared(db, `SELECT count(*) FROM ${history}`).pluck().get() as number,
  };
}
