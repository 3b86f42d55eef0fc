import { Readable } from "node:stream";
import { resolveRange } from "../object-store/byte-range.ts";
import type { ByteRange, ObjectStore } from "../object-store/index.ts";

/** What lies in a log, by the keys that its segments and pictures have. */
export interface TailObjects {
  /** @throws AppError `not_found` */
  bytes(key: string, range: ByteRange | undefined): Promise<Uint8Array>;
}

const PREFIX = "tail/";

/** A store in which the objects of a log are found too. They cannot be listed, and have no size of their own. */
export function overlayStore(store: ObjectStore, tail: TailObjects): ObjectStore {
  const get = async (key: string, range?: ByteRange): Promise<Uint8Array> =>
    key.startsWith(PREFIX) ? await tail.bytes(key, range) : await store.get(key, range);
  return {
    put: (key, body) => store.put(key, body),
    putFile: (key, source) => store.putFile(key, source),
    stage: () => store.stage(),
    get,
    stream: async (key, range) =>
      key.startsWith(PREFIX) ? Readable.from([await get(key, range)]) : await store.stream(key, range),
    head: (key) => store.head(key),
    list: (prefix) => store.list(prefix),
    delete: (key) => store.delete(key),
    localPath: (key) => (key.startsWith(PREFIX) ? null : store.localPath(key)),
  };
}

/** A copy of part of an object that is in memory. */
export function copyOf(bytes: Uint8Array, range: ByteRange | undefined): Uint8Array {
  const { start, end } = resolveRange(range, bytes.byteLength);
  return new Uint8Array(bytes.subarray(start, end));
}
