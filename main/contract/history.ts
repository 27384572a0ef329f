import type { Call } from './call';

export const historyCommands = {} as const satisfies Record<string, Call>;

export const historyQueries = {} as const satisfies Record<string, Call>;
