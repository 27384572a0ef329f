import type { Call } from './call';

export const backupCommands = {} as const satisfies Record<string, Call>;

export const backupQueries = {} as const satisfies Record<string, Call>;
