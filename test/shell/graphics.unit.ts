import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepFound, knownToFail } from '../../main/shell/graphics';

const now = Date.parse('2026-11-27T12:00:00Z');
const day = 24 * 3_600_000;

describe('graphics hardware that could not be used', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'graphics-'));
    path = join(folder, 'graphics.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is tried where nothing is known of it', () => {
    expect(knownToFail(path, '33.2.1', now)).toBe(false);
  });

  it('is left alone at the next starts, for a month', () => {
    keepFound(path, 'disabled_software', '33.2.1', now);
    expect(knownToFail(path, '33.2.1', now + 1)).toBe(true);
    expect(knownToFail(path, '33.2.1', now + 29 * day)).toBe(true);
    expect(knownToFail(path, '33.2.1', now + 31 * day)).toBe(false);
  });

  it('is tried again by another runtime, and after a clock that was ahead', () => {
    keepFound(path, 'disabled_software', '33.2.1', now);
    expect(knownToFail(path, '45.0.0', now + 1)).toBe(false);
    expect(knownToFail(path, '33.2.1', now - day)).toBe(false);
  });

  it('is forgotten once it works', () => {
    keepFound(path, 'disabled_software', '33.2.1', now);
    keepFound(path, 'enabled', '33.2.1', now + 40 * day);
    expect(knownToFail(path, '33.2.1', now + 1)).toBe(false);
  });

  it('is tried where the note cannot be read, and a folder that is gone stops no start', () => {
    for (const text of ['', 'null', '[]', '{"at":3}', '{"at":"soon","runtime":"33.2.1"}']) {
      writeFileSync(path, text);
      expect(knownToFail(path, '33.2.1', now), text).toBe(false);
    }
    expect(() => keepFound(join(folder, 'gone', 'x.json'), 'disabled_software', '33.2.1', now)).not.toThrow();
  });
});
