import type { Role } from '../entry';
import { type ChecklistDocument, type GateStep, numberedSteps, type Step } from './checklist';
import { lintBands } from './lintBands';
import { lintCode, lintOwners } from './lintCodes';
import { peopleWith, type SiteState } from './site';
import { joined, roleWords, stepName, stepNameInside, untitled } from './wording';

/** One thing wrong with a draft: `stop` keeps it from release, `warn` is to be considered. `step` is the id to show. */
export type Finding = {
  readonly severity: 'stop' | 'warn';
  readonly message: string;
  readonly step?: string;
};

type Placed = ReturnType<typeof numberedSteps>[number];

/** A title can be read in one look up to here; what to do, in three short sentences (both in characters). */
const longTitle = 60;
const longSay = 240;

/**
 * D7: what is wrong with a draft, judged against the people, job types and codes the site has now. Everything that
 * stops a release comes first, each part in the order of the flow. An empty answer means that nothing was found.
 */
export function lint(document: ChecklistDocument, site: SiteState): Finding[] {
  const steps = numberedSteps(document);
  const findings = [
    ...lintShape(document, steps),
    ...lintJobType(document, site),
    ...lintOwners(document, site),
    ...steps.flatMap((placed) => lintStep(placed, site)),
    ...lintWording(steps),
    ...lintWhole(steps),
  ];
  return [...findings.filter((f) => f.severity === 'stop'), ...findings.filter((f) => f.severity === 'warn')];
}

function stop(message: string, step?: string): Finding {
  return step === undefined ? { severity: 'stop', message } : { severity: 'stop', message, step };
}

function warn(message: string, step?: string): Finding {
  return step === undefined ? { severity: 'warn', message } : { severity: 'warn', message, step };
}

function lintShape(document: ChecklistDocument, steps: readonly Placed[]): Finding[] {
  const findings: Finding[] = [];
  if (missing(document.title, untitled.checklist))
    findings.push(stop('The checklist has no title yet. Write what the work is.'));
  if (document.sections.length === 0)
    findings.push(stop('The checklist has no section. Add one, and a step in it.'));
  document.sections.forEach((section, index) => {
    if (missing(section.title, untitled.section))
      findings.push(stop(`Section ${index + 1} has no title yet.`));
    if (section.steps.length === 0)
      findings.push(stop(`Section “${section.title}” is empty. Add a step or remove the section.`));
  });
  const seen = new Set<string>();
  for (const { step, no } of steps) {
    if (seen.has(step.id))
      findings.push(stop(`${stepName(step, no)} has the id of an earlier step. Duplicate it anew.`, step.id));
    seen.add(step.id);
    if (missing(step.title, untitled.step))
      findings.push(stop(`${stepName(step, no)} has no title yet. Write what is to be done.`, step.id));
  }
  if (steps.length > 0 && steps.every(({ step }) => step.kind === 'gate'))
    findings.push(stop('The checklist has gates only. Add the work they approve.'));
  return findings;
}

function missing(title: string, placeholder: string): boolean {
  return title.trim() === '' || title.trim() === placeholder;
}

function lintJobType(document: ChecklistDocument, site: SiteState): Finding[] {
  const jobType = site.jobTypes.get(document.jobType);
  if (!jobType) return [stop('The checklist belongs to no job type that this site has. Choose one.')];
  if (jobType.prerequisites.length === 0) {
    return [
      stop(
        `Job type “${jobType.name}” has no prerequisite, so nothing is checked before step 1. Add one to the job type.`,
      ),
    ];
  }
  return jobType.prerequisites.flatMap((p) => lintCode(p.code, `Prerequisite “${p.text}”`, site));
}

function lintStep(placed: Placed, site: SiteState): Finding[] {
  const { step, no } = placed;
  const name = stepName(step, no);
  switch (step.kind) {
    case 'gate':
      return lintGate(step, name, site);
    case 'pass-fail':
      return step.failCode === undefined
        ? [warn(`${name} raises no exception when it fails. Choose a code.`, step.id)]
        : lintCode(step.failCode, name, site, step.id);
    case 'choice':
      return repeated(step.options.map((o) => o.label)).map((label) =>
        stop(`${name} offers “${label}” twice. Change one of them.`, step.id),
      );
    case 'number': {
      const bands = lintBands(step).map((b) => ({
        severity: b.severity,
        message: `${name}: ${b.message}`,
        step: step.id,
      }));
      const unit =
        step.unit.trim() === ''
          ? [stop(`${name} has no unit. Choose one, or 1 where it is a plain count.`, step.id)]
          : [];
      const code = step.actCode === undefined ? [] : lintCode(step.actCode, name, site, step.id);
      return [...unit, ...bands, ...code];
    }
    default:
      return [];
  }
}

/** Roles that may approve a gate; the command `approveGate` lets no other give it. */
const approvers: readonly Role[] = ['supervisor', 'compliance', 'admin'];

/**
 * A gate that today's people could never meet. Who carried the work out may not approve it, so a supervisor is one
 * fewer where the site has no operator to do the work.
 */
function lintGate(gate: GateStep, name: string, site: SiteState): Finding[] {
  const findings = repeated(gate.need.map((n) => n.role)).map((role) =>
    stop(`${name} names ${role} twice. Give the role once, with a count.`, gate.id),
  );
  for (const { role, count } of gate.need) {
    const holders = peopleWith(site, role).length;
    if (!approvers.includes(role)) {
      findings.push(
        stop(
          `${name} needs ${role}, and that role cannot approve. Choose supervisor, compliance or admin.`,
          gate.id,
        ),
      );
    } else if (holders < count) {
      findings.push(
        stop(
          `${name} needs ${count} ${roleWords(role, count)}, and the site has ${holders === 0 ? 'none' : `only ${holders}`}. Enrol another, or change what the gate needs.`,
          gate.id,
        ),
      );
    } else if (role === 'supervisor' && holders === count && peopleWith(site, 'operator').length === 0) {
      findings.push(
        stop(
          `${name} needs ${count} ${roleWords(role, count)}, and the site has no operator. Who carries the work out may not approve it: enrol an operator or another supervisor.`,
          gate.id,
        ),
      );
    }
  }
  return findings;
}

function lintWording(steps: readonly Placed[]): Finding[] {
  const findings: Finding[] = [];
  const byTitle = new Map<string, Placed[]>();
  for (const placed of steps) {
    const { step, no } = placed;
    const key = plain(step.title);
    if (!missing(step.title, untitled.step)) byTitle.set(key, [...(byTitle.get(key) ?? []), placed]);
    if (step.title.length > longTitle)
      findings.push(
        warn(
          `The title of ${stepNameInside(step, no)} is ${step.title.length} characters long. Up to ${longTitle} are read at a glance.`,
          step.id,
        ),
      );
    if ((step.say?.length ?? 0) > longSay)
      findings.push(
        warn(
          `${stepName(step, no)} explains itself in ${step.say?.length} characters. Up to ${longSay} are read with gloves on; split the step.`,
          step.id,
        ),
      );
  }
  for (const same of byTitle.values()) {
    const second = same[1];
    if (second)
      findings.push(
        warn(
          `${joined(same.map(({ step, no }) => stepName(step, no)))} have the same title. Say what differs.`,
          second.step.id,
        ),
      );
  }
  return findings;
}

function lintWhole(steps: readonly Placed[]): Finding[] {
  if (steps.length === 0) return [];
  const findings: Finding[] = [];
  if (!steps.some(({ step }) => step.kind === 'gate'))
    findings.push(warn('The checklist has no gate, so nobody approves the work before closure.'));
  if (!steps.some(({ step }) => gathersEvidence(step)))
    findings.push(warn('No step asks for evidence: no photo, file, reading or signature.'));
  return findings;
}

function gathersEvidence(step: Step): boolean {
  return ['photo', 'file', 'number', 'signature'].includes(step.kind) || (step.evidence?.length ?? 0) > 0;
}

/** Each value that stands more than once, as first written. */
function repeated(values: readonly string[]): string[] {
  const keys = values.map(plain);
  return values.filter((_, i) => keys.indexOf(keys[i] ?? '') === i && keys.lastIndexOf(keys[i] ?? '') !== i);
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
