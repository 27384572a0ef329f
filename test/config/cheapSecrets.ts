import { vi } from 'vitest';

// Most tests found a site, sign in and sign: at the app's cost that is half a second each time, and nothing they look at depends on
// it. test/identity/secret.unit.ts and every end-to-end test run at the app's own cost.
vi.mock('../../main/identity/secretCost', () => ({ newSecretLogN: 10 }));
