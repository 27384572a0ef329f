import type { Question, Tile } from '../../contract/insight';

const imported = 'Imported cases count as their file says';

/** What each question counts, in words for the person who asks. They are promises: a recount of the entries keeps to them. */
export const questionDefinitions: Readonly<Record<Question, string>> = {
  'closed-without-evidence':
    'Work orders closed in the period. Without closure evidence: the closing has no closure document issued with it. Imported cases: those closed in the period whose file gave no closure evidence.',
  codes: `Exceptions raised in the period, by code; those withdrawn as a wrong tap are left out. ${imported}: each once, with its closing code, when it was opened. The owner is that of the newest remediation for the code, or of the code where there is none.`,
  stalls: `Runs started in the period. A run stalled when an exception that blocks, holds or quarantines made it wait and was not withdrawn; waiting at a gate is no stall. ${imported}, when they were opened.`,
  'overdue-reviews':
    'Post-reviews without a verdict, and open remediations that a break-glass opened, whose due time has passed by now, whenever that was: the period does not limit them. A review belongs to everybody who may decide it. Imported history has none.',
};

/** What each tile counts beyond its question, in words. */
export const tileDefinitions: Readonly<Record<Exclude<Tile, 'exceptions-by-code' | 'stall-rate'>, string>> = {
  'first-time-fix':
    'A proxy: of the work orders closed in the period, those after which no other work order of the same job type on the same asset was opened within 30 days of the closing. One closed less than 30 days ago counts until that happens. Imported cases: those that were never reopened.',
  evidence:
    'Slots: the evidence slots of every step that was begun (a file added or an answer recorded), in runs started in the period; filled when all its files are held. Closures: work orders closed in the period that have closure evidence, imported cases as their file says.',
  overdue:
    'Exceptions, post-reviews and remediations that are open and past their due time now, whenever that was: the period does not limit them. Imported history has none.',
  weekly:
    'Exceptions raised in each week (Monday to Sunday, UTC) that the period touches, every week whole, the newest 104 at most; those withdrawn are left out, imported cases count when they were opened. Limits: mean ± 2.66 × mean moving range of the whole weeks. A week signals beyond a limit, or in a run of eight on one side of the mean. The week that is not over is not judged.',
};
