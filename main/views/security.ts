/** What an admin must have seen, whoever did it. */
export const toBeSeen = [
  'user.locked-out',
  'user.unlocked',
  'user.code-issued',
  'user.key-set',
  'user.deactivated',
  'user.role-changed',
  'site.security-set',
  'fork.found',
  'clock.stepped-back',
  'log.restored',
] as const;
