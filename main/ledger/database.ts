import type Database from 'better-sqlite3';

declare const readable: unique symbol;
declare const writable: unique symbol;
/** A connection that may only read. */
export type ReadableDb = Database.Database & { readonly [readable]: true };
/** The writer's connection. */
export type WritableDb = ReadableDb & { readonly [writable]: true };
