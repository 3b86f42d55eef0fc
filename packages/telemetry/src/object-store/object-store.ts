import type { Readable } from "node:stream";

/** Bytes `[start, end)` (end absent: to the last byte), or the last `suffix` bytes. What lies past the end is clamped. */
export type ByteRange = { start: number; end?: number } | { suffix: number };

export interface ObjectInfo {
  key: string;
  bytes: number;
}

/** An object under construction. Nobody sees it before `commit`, and nothing is left of it after `abort`. */
export interface StagedObject {
  /** Appends bytes; the caller may reuse the buffer once the promise is fulfilled. */
  write(chunk: Uint8Array): Promise<void>;
  /**
   * Makes what was written durable and visible under `key`, unless an object of that name is already there.
   * @returns whether this call created it
   */
  commit(key: string): Promise<boolean>;
  /** Harmless after `commit` and when repeated. */
  abort(): Promise<void>;
}

/**
 * Immutable objects by key. Keys are `/`-separated names of letters, digits, `.`, `_`, `-`, none beginning with a dot.
 * Invariant: an object appears whole and durable, or not at all; the first put of a key wins and is never replaced.
 * Errors are AppErrors: `bad_request` (key), `not_found`, `range_not_satisfiable`, `storage_full`, `unavailable`.
 */
export interface ObjectStore {
  /** Put if absent. @returns whether this call created the object */
  put(key: string, body: Uint8Array): Promise<boolean>;
  /** Put if absent from a local file, which is copied (a clone where the file system can), so that later changes to it do no harm. */
  putFile(key: string, path: string): Promise<boolean>;
  /** For bodies that are not known at once, or whose key is the hash of what was written. */
  stage(): Promise<StagedObject>;
  get(key: string, range?: ByteRange): Promise<Uint8Array>;
  /** Rejects before the first byte when the object is missing. */
  stream(key: string, range?: ByteRange): Promise<Readable>;
  head(key: string): Promise<ObjectInfo | null>;
  /** Objects whose key begins with `prefix`, in order of key. */
  list(prefix: string): AsyncIterable<ObjectInfo>;
  /** Harmless when there is no such object. */
  delete(key: string): Promise<void>;
  /** Where a reader of this machine finds the object's file (which may not exist), or null when there is none. */
  localPath(key: string): string | null;
}
