import type { SigningKey } from './keys';

/** The person a session belongs to, as the views know them. */
export interface SessionUser {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

export type SessionState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'locked';
      readonly session: string;
      readonly user: SessionUser;
      readonly lockedAt: number;
    }
  | {
      readonly kind: 'open';
      readonly session: string;
      readonly user: SessionUser;
      readonly key: SigningKey;
      readonly startedAt: number;
      readonly lastActivity: number;
      /** What the next signature asks for (21 CFR 11.200(a)(1)). */
      readonly nextSignature: 'identifier-and-secret' | 'secret';
    };

export interface SessionLimits {
  /** Milliseconds without activity after which a session locks. */
  readonly idle: number;
  /** Milliseconds after which a session ends, however busy. */
  readonly absolute: number;
}

export interface SessionSources {
  /** Milliseconds of a clock that never goes back; the wall clock must not revive a session. */
  readonly now: () => number;
  /** A fresh `ses_` id. */
  readonly newSessionId: () => string;
  readonly limits?: SessionLimits;
  /** The site's own idle limit in ms, asked each time: an admin may change it while people are at work. */
  readonly idle?: () => number | undefined;
}

/** One session a window, keyed by a number (the window's webContents id). Held in memory only. */
export interface Sessions {
  /** Starts a sitting: replaces whoever had the window. The caller has just opened the key with the secret. */
  open(window: number, user: SessionUser, key: SigningKey): SessionState;
  /** The state now; locks or ends what has run over its limit. Reading it is not activity. */
  state(window: number): SessionState;
  /** A person did something: starts the idle limit again. No effect on a locked or ended session. */
  touch(window: number): SessionState;
  /** Forgets the key at once and keeps the place: idle, suspend, screen lock, or asked for. */
  lock(window: number): SessionState;
  /** The same person is back with their secret; a new session id and a new sitting. Refuses another person. */
  unlock(window: number, userId: string, key: SigningKey): SessionState;
  /** A signature was made with identifier and secret, or with the secret alone where that was enough. */
  signed(window: number): SessionState;
  close(window: number): void;
  /** Ends every session of a person (deactivated, or a role was lost). Returns the windows concerned. */
  endUser(userId: string): number[];
  /** Locks every session, at suspend or when the operating system locks. */
  lockAll(): void;
}

export const defaultLimits: SessionLimits = { idle: 10 * 60_000, absolute: 12 * 3_600_000 };

type Held = Exclude<SessionState, { kind: 'none' }>;

export function createSessions({
  now,
  newSessionId,
  limits = defaultLimits,
  idle,
}: SessionSources): Sessions {
  const held = new Map<number, Held>();
  const none: SessionState = { kind: 'none' };

  const lockHeld = (window: number, session: Held): Held => {
    const { session: id, user } = session;
    const locked: Held =
      session.kind === 'locked' ? session : { kind: 'locked', session: id, user, lockedAt: now() };
    held.set(window, locked);
    return locked;
  };

  const current = (window: number): SessionState => {
    const session = held.get(window);
    if (session === undefined) return none;
    if (session.kind === 'locked') return session;
    const at = now();
    const over =
      at - session.lastActivity >= (idle?.() ?? limits.idle) || at - session.startedAt >= limits.absolute;
    return over ? lockHeld(window, session) : session;
  };

  const open = (window: number, user: SessionUser, key: SigningKey): SessionState => {
    const at = now();
    const session: Held = {
      kind: 'open',
      session: newSessionId(),
      user,
      key,
      startedAt: at,
      lastActivity: at,
      nextSignature: 'identifier-and-secret',
    };
    held.set(window, session);
    return session;
  };

  const change = (window: number, part: Partial<Extract<Held, { kind: 'open' }>>): SessionState => {
    const session = current(window);
    if (session.kind !== 'open') return session;
    const changed: Held = { ...session, ...part };
    held.set(window, changed);
    return changed;
  };

  return {
    open,
    state: current,
    touch: (window) => change(window, { lastActivity: now() }),
    signed: (window) => change(window, { lastActivity: now(), nextSignature: 'secret' }),
    lock: (window) => {
      const session = held.get(window);
      return session === undefined ? none : lockHeld(window, session);
    },
    unlock: (window, userId, key) => {
      const session = held.get(window);
      return session !== undefined && session.user.id === userId
        ? open(window, session.user, key)
        : current(window);
    },
    close: (window) => {
      held.delete(window);
    },
    endUser: (userId) => {
      const windows = [...held].filter(([, session]) => session.user.id === userId).map(([window]) => window);
      for (const window of windows) held.delete(window);
      return windows;
    },
    lockAll: () => {
      for (const [window, session] of held) lockHeld(window, session);
    },
  };
}
