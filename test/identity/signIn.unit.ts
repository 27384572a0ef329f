import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { filePermissionsOnly, openKeyStore } from '../../main/identity/keyStore';
import { createUserKey, openUserKey } from '../../main/identity/signIn';

// Above the cost of the older key, and cheap.
vi.mock('../../main/identity/secretCost', () => ({ newSecretLogN: 11 }));

describe('a key that was locked at a lower cost', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'process-designer-cost-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is locked anew at the next sign-in, stays the same key, and opens with the same secret alone', async () => {
    const store = openKeyStore(folder, filePermissionsOnly);
    const user = 'usr_00000000-0000-7000-8000-000000000001';
    const secret = 'seven green kettles on ice';
    const made = await createUserKey(store, user, secret, 10);
    expect(await openUserKey(store, user, 'another secret of theirs')).toMatchObject({ ok: false });
    expect(store.loadUserKey(user)?.derivation.logN).toBe(10);
    expect(await openUserKey(store, user, secret)).toMatchObject({ ok: true });
    expect(store.loadUserKey(user)?.derivation.logN).toBe(11);
    const again = await openUserKey(store, user, secret);
    expect(again.ok && again.key.publicKey).toBe(made.publicKey);
    expect(await openUserKey(store, user, 'another secret of theirs')).toMatchObject({ ok: false });
  });
});
