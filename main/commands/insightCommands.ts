import type { CommandName } from '../contract/commands';
import type { insightCommands as calls, insightQueries } from '../contract/insight';
import { countedPage } from '../views/insight/counted';
import { dashboard } from '../views/insight/dashboard';
import { offered } from '../views/insight/offered';
import { answerQuestion } from '../views/insight/questions';
import type { Counting } from '../views/insight/scope';
import type { Asked, Deed, Given } from './deeds';
import { countedTable, type InsightTable, questionTable, tileTable } from './insightTables';
import { saveAs } from './saving';
import type { Station } from './station';

/** One moment and one connection, over which all numbers of an answer are counted. */
function countingAt(station: Station): Counting {
  const now = new Date(station.now()).toISOString();
  return { db: station.site.ledger.db, site: station.world.site, now };
}

/** L3, L4: the questions and the dashboard, from the views. */
export const insightAskers: { readonly [N in keyof typeof insightQueries]: Asked<N> } = {
  insightScope: (station) => offered(countingAt(station)),
  question: (station, args) => answerQuestion(countingAt(station), args.question, args.scope),
  dashboard: (station, args) => dashboard(countingAt(station), args.scope),
  counted: (station, args) => countedPage(countingAt(station), args.of, args.scope, args),
};

async function tableFor(station: Station, { table, scope }: Given<'exportTable'>): Promise<InsightTable> {
  const counting = countingAt(station);
  if ('question' in table) return questionTable(counting, table.question, scope);
  if ('tile' in table) return tileTable(counting, table.tile, scope);
  return countedTable(counting, table.counted, scope);
}

export const insightCommands: { readonly [N in keyof typeof calls & CommandName]: Deed<N> } = {
  exportTable: async (station, _window, args) => {
    const table = await tableFor(station, args);
    const day = new Date(station.now()).toISOString().slice(0, 10);
    const to = await station.shell.askWhere(`${table.name}-${day}.csv`);
    if (to === null) return { ok: true, answer: { saved: null, rows: table.rows.length } };
    const { csvText } = await import('./csv');
    const done = await saveAs(to, Buffer.from(csvText(table.header, table.rows), 'utf8'), 'The table');
    if (!done.ok) return done;
    return { ok: true, answer: { saved: to, rows: table.rows.length } };
  },
};
