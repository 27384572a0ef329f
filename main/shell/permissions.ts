/** What a page asks Chromium for, as far as the answer depends on it. */
export type Asked = {
  readonly permission: string;
  /** Of `media`: which devices; empty where none is named. */
  readonly media: readonly string[];
  readonly origin: string;
  readonly isMainFrame: boolean;
};

/** When a right is given: never just because somebody asked. */
type When = 'photo-step-open';

export type PermissionRow = {
  readonly permission: string;
  readonly media: string;
  readonly origin: string;
  readonly when: When;
  readonly reason: string;
};

/** Every right that any page of this app can have. What is not in this table is denied, to everybody and always. */
export const permissionTable: readonly PermissionRow[] = [
  {
    permission: 'media',
    media: 'video',
    origin: 'app://main',
    when: 'photo-step-open',
    reason: 'A photo step takes its evidence with the camera, while it is the step to do in that window.',
  },
];

/**
 * Whether a page may have what it asks for. `isNow` is asked only for a request that fits a row entirely: the origin is
 * compared whole, and a request for a camera and a microphone together is not one for a camera.
 */
export function isPermitted(asked: Asked, isNow: (when: When) => boolean): boolean {
  return permissionTable.some(
    (row) =>
      asked.permission === row.permission &&
      asked.isMainFrame &&
      originOf(asked.origin) === row.origin &&
      asked.media.length === 1 &&
      asked.media[0] === row.media &&
      isNow(row.when),
  );
}

/** `app://main/` and `app://main/index.html` are `app://main`; what cannot be read is no origin. */
function originOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
