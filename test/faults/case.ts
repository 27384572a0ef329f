import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** One promise of the reliability page, with its trials. */
export type FaultCase = {
  /** Row number in reliability.md (b). */
  readonly promise: number;
  /** In words: "An acknowledged entry survives the process's death". */
  readonly title: string;
  /** How many trials the quick set (inside `npm test`) and the full set make. */
  readonly trials: { readonly quick: number; readonly full: number };
  /** What has to be there: root, strace, mkfs… ; the words for the table when it is absent ("needs root"), else undefined. */
  readonly lacking?: () => string | undefined;
  run(given: FaultGiven): Promise<FaultResult>;
};

export type FaultGiven = {
  readonly trials: number;
  readonly seed: number;
  /** Empty, on a real disk, removed afterwards. */
  readonly folder: string;
  /** How far it is, for whoever waits. */
  readonly say: (words: string) => void;
};

export type FaultResult = {
  /** Trials made; 0 counts as broken. */
  readonly trials: number;
  /** Silent failures: a lost acknowledgement, a false "saved", accepted tampering. Must be 0. */
  readonly silent: number;
  /** "0 lost of 41,307 acknowledged, 912 of 1,000 kills in mid-append". */
  readonly figure: string;
  /** Words with the seed. A promise with a failure is broken, silent or not. */
  readonly firstFailure?: string;
  /** The control that must fail, shown failing (synchronous=NORMAL loses entries); undefined only where the promise has none. */
  readonly control?: { readonly words: string; readonly failed: boolean };
};

/** Why a result does not hold its promise, in words; undefined where it does. */
export function brokenBy({ trials, silent, firstFailure, control }: FaultResult): string | undefined {
  if (trials === 0) return 'no trial was made, which shows nothing';
  if (firstFailure !== undefined) return firstFailure;
  if (silent > 0) return `${silent} silent failures`;
  if (control !== undefined && !control.failed)
    return `the control did not fail (${control.words}), so the trials show nothing`;
  return undefined;
}

/** Runs a case in a folder of its own. */
export async function runCase(
  faultCase: FaultCase,
  given: Omit<FaultGiven, 'folder'>,
  parent = tmpdir(),
): Promise<FaultResult> {
  const folder = mkdtempSync(join(parent, `process-designer-fault-${faultCase.promise}-`));
  try {
    return await faultCase.run({ ...given, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const packages: Readonly<Record<string, string>> = {
  strace: 'strace',
  'mkfs.ext4': 'e2fsprogs',
  resize2fs: 'e2fsprogs',
  chattr: 'e2fsprogs',
  'mkfs.vfat': 'dosfstools',
  'mkfs.exfat': 'exfatprogs',
  unshare: 'util-linux',
  mount: 'mount',
  pdfsig: 'poppler-utils',
  qpdf: 'qpdf',
  python3: 'python3',
};

/** Where a program of this machine is; undefined: nowhere. */
export function programAt(name: string): string | undefined {
  return `${process.env.PATH ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** What a case says where a program it needs is absent, with what to type. */
export function lackingPrograms(...names: readonly string[]): string | undefined {
  const missing = names.filter((name) => programAt(name) === undefined);
  if (missing.length === 0) return undefined;
  const wanted = [...new Set(missing.map((name) => packages[name] ?? name))].join(' ');
  return `needs ${missing.join(', ')}: apt-get install ${wanted}`;
}

export function lackingRoot(): string | undefined {
  return process.geteuid?.() === 0 ? undefined : 'needs root, who alone may mount a disk made in a file';
}

/** 41,307. */
export const counted = (value: number): string => value.toLocaleString('en');
