import { readFileSync } from 'node:fs';
import type { VerifyPlan } from '../../main/commands/verifyParts';
import { verifyHalf } from '../../main/jobs/verifyHalf';

// node verifyChild.cjs PLAN chain|content: one half of a verification, as the utility process does it; prints what it found and took.

// A plan crosses processes as plain data: one that reads everything has nothing else in it.
const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as VerifyPlan;
const part = process.argv[3] === 'content' ? 'content' : 'chain';
void verifyHalf(plan, part, () => undefined).then(({ logs, rules }) => {
  const findings = logs.reduce((sum, log) => sum + log.findingCount, rules.length);
  const entries = logs.reduce((sum, log) => sum + log.entries, 0);
  console.log(
    JSON.stringify({
      entries,
      findings,
      first: rules[0]?.message,
      kilobytes: process.resourceUsage().maxRSS,
    }),
  );
});
