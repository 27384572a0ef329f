import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MadeClosure } from '../../main/closure/closure';
import { makeClosure } from '../../main/closure/closure';
import type { ClosureRecord, EvidenceBytes } from '../../main/closure/record';
import type { ClosureSigner } from '../../main/closure/sign';
import { sampleEvidence, sampleProject, sampleRecord } from '../fixtures/closureRecord';

export const resources = join(sampleProject, 'resources');

export function make(
  signer: ClosureSigner,
  record: ClosureRecord = sampleRecord,
  evidence: EvidenceBytes = sampleEvidence,
): Promise<MadeClosure> {
  return makeClosure(record, evidence, resources, signer);
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'closure-'));
}

export function inFile(bytes: Uint8Array): string {
  const path = join(newFolder(), 'closure.pdf');
  writeFileSync(path, bytes);
  return path;
}

/** Runs an outside program and gives what it printed, whatever its exit code. */
export function outside(program: string, ...args: string[]): string {
  const { stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  return stdout + stderr;
}

/** The text of a PDF in reading order, as pdftotext takes it out; runs of white space are one blank. */
export function textOf(bytes: Uint8Array, ...options: string[]): string {
  return execFileSync('pdftotext', [...options, inFile(bytes), '-'], { encoding: 'utf8' });
}

export function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}
