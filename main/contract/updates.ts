import type { Call } from './call';

export const updateCommands = {} as const satisfies Record<string, Call>;

export const updateQueries = {} as const satisfies Record<string, Call>;
