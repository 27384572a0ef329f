import type { z } from 'zod';
import { approvalEntries } from './approval/approval';
import { ruleEntries } from './automation/rule';
import { backupEntries } from './backup/backup';
import { glassEntries } from './breakglass/breakglass';
import { closureEntries } from './closure/closure';
import { conflictEntries } from './conflict/conflict';
import { erasureEntries } from './erasure/erasure';
import { escalationEntries } from './escalation/escalation';
import { exceptionEntries } from './exception/exception';
import { historyEntries } from './history/history';
import { learningEntries } from './learning/learning';
import { packEntries } from './pack/pack';
import { personEntries } from './people/person';
import { procedureEntries } from './procedure/procedure';
import { remediationEntries } from './remediation/remediation';
import { runEntries } from './run/run';
import { securityEntries } from './security/security';
import { syncEntries } from './sync/sync';
import { updateEntries } from './update/update';

/** Every entry type this version writes, with the schema of its body. What is appended is parsed by it first. */
export const entryTypes = {
  ...procedureEntries,
  ...personEntries,
  ...runEntries,
  ...exceptionEntries,
  ...glassEntries,
  ...approvalEntries,
  ...remediationEntries,
  ...learningEntries,
  ...ruleEntries,
  ...escalationEntries,
  ...closureEntries,
  ...historyEntries,
  ...updateEntries,
  ...securityEntries,
  ...backupEntries,
  ...syncEntries,
  ...conflictEntries,
  ...erasureEntries,
  ...packEntries,
} as const satisfies Record<string, z.ZodType>;

export type EntryType = keyof typeof entryTypes;
export type BodyOf<T extends EntryType> = z.infer<(typeof entryTypes)[T]>;

/** Whether this version knows a type; others are kept, verified and shown raw. */
export function isEntryType(type: string): type is EntryType {
  return Object.hasOwn(entryTypes, type);
}
