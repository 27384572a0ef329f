/** A folder that cannot take the bundle, in words. */
export class NotWritten extends Error {}
