import {
  type Disposition,
  type Effect,
  type ExceptionCode,
  exceptionCodeSchema,
  type Owner,
  type Severity,
} from '../../main/domain/procedure/catalogue';
import { faultsOf } from './check';
import type { GlassForm } from './GlassRule';

/** A code as it is typed: what cannot be read yet is null. */
export type CodeForm = {
  code: string;
  meaning: string;
  owner: Owner | null;
  /** null = who it goes to by itself. */
  escalateTo: Owner | null;
  severity: Severity;
  slaMinutes: number | null;
  effect: Effect;
  phrases: string;
  dispositions: readonly Disposition[];
  glass: GlassForm;
  active: boolean;
};

/** The form of a code, or of a new one. */
export function formOf(code: ExceptionCode | undefined): CodeForm {
  return {
    code: code?.code ?? '',
    meaning: code?.meaning ?? '',
    owner: code?.owner ?? null,
    escalateTo: code?.escalateTo ?? null,
    severity: code?.severity ?? 'medium',
    slaMinutes: code?.slaMinutes ?? null,
    effect: code?.effect ?? 'blocks',
    phrases: (code?.phrases ?? []).join('\n'),
    dispositions: code?.dispositions ?? ['resolved'],
    glass: {
      windowMinutes: code?.glass?.windowMinutes ?? null,
      reviewDueMinutes: code?.glass?.reviewDueMinutes ?? null,
      remediationDueMinutes: code?.glass?.remediationDueMinutes ?? null,
      remediationOwner: code?.glass?.remediationOwner ?? null,
    },
    active: code?.active ?? true,
  };
}

/** What is sent: a break-glass reason makes nothing wait by itself, and ends by being resolved. */
export function codeOf(form: CodeForm, kind: ExceptionCode['kind']) {
  const { windowMinutes, reviewDueMinutes, remediationDueMinutes, remediationOwner } = form.glass;
  const glass =
    windowMinutes !== null &&
    reviewDueMinutes !== null &&
    remediationDueMinutes !== null &&
    remediationOwner !== null
      ? { windowMinutes, reviewDueMinutes, remediationDueMinutes, remediationOwner }
      : undefined;
  return {
    code: form.code.trim(),
    kind,
    meaning: form.meaning,
    owner: form.owner,
    ...(form.escalateTo === null ? {} : { escalateTo: form.escalateTo }),
    severity: form.severity,
    slaMinutes: form.slaMinutes,
    effect: kind === 'break-glass' ? 'notes' : form.effect,
    phrases: form.phrases
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    dispositions: kind === 'break-glass' ? ['resolved'] : form.dispositions,
    ...(kind === 'break-glass' && glass !== undefined ? { glass } : {}),
    active: form.active,
  };
}

/** A sentence for each field that does not fit; `taken` are the codes a new one may not be. */
export function faultsOfCode(
  form: CodeForm,
  kind: ExceptionCode['kind'],
  taken: readonly string[],
): Readonly<Record<string, string>> {
  const value = codeOf(form, kind);
  return {
    ...faultsOf(exceptionCodeSchema, value),
    ...(taken.includes(form.code)
      ? { code: `${form.code} exists already. Change that one, or choose another number.` }
      : {}),
    ...(form.owner === null ? { owner: 'Choose who settles it.' } : {}),
    ...(form.slaMinutes === null ? { slaMinutes: 'Say how soon it is due.' } : {}),
    ...(kind === 'exception' && form.dispositions.length === 0
      ? { dispositions: 'Choose at least one way to end it.' }
      : {}),
    ...(kind === 'break-glass' && value.glass === undefined
      ? { glass: 'Fill in window, review and remediation.' }
      : {}),
  };
}
