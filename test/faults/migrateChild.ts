/**
 * Brings a database to a migration, in a process of its own that is traced. Arguments: folder of `ledger.db`, number of migrations.
 * `careless`: each statement by itself, as it would be without a transaction.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MIGRATIONS, migrate } from '../../main/ledger/migrate';

const [, , folder = '', count = '0', careless = ''] = process.argv;
const db = new Database(join(folder, 'ledger.db'), { fileMustExist: true });
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
const wanted = MIGRATIONS.slice(0, Number(count));
if (careless === 'careless') {
  for (const statement of (wanted.at(-1)?.sql ?? '').split('--> statement-breakpoint'))
    if (statement.trim() !== '') db.exec(statement);
} else {
  const refusal = migrate(db, wanted);
  if (refusal) throw new Error(refusal.message);
}
writeSync(1, `ACK ${count}\n`);
db.close();
