import type { Call } from './call';

export const syncCommands = {} as const satisfies Record<string, Call>;

export const syncQueries = {} as const satisfies Record<string, Call>;
