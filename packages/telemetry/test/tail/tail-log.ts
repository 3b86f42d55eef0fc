import type { AppError } from "@retake/core/errors";
import { SessionLog, type ItemBatch, type LogItem } from "@retake/telemetry/log";
import { openLogTail, type LogTail, type LogTailOptions } from "@retake/telemetry/tail";
import { openObjectStore, type ObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader, type TelemetryReader } from "@retake/telemetry/reader";

export type WriterOptions = Partial<Parameters<typeof SessionLog.open>[0]> & { folder: string };

export async function openWriter(options: WriterOptions): Promise<SessionLog> {
  const lease = { shard: 0, fence: 1, held: () => true };
  const { log } = await SessionLog.open({ lease, reserveBytes: 64, ...options });
  return log;
}

/** Fulfilled with the ack. */
export function acked(append: (done: (error: AppError | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => append((error) => (error === null ? resolve() : reject(error))));
}

export const open = (log: SessionLog, session: string, meta = "{}"): Promise<void> =>
  acked((done) => log.openSession(session, meta, done));

/** Appends items after what there is. */
export async function append(
  log: SessionLog,
  session: string,
  { topics, items }: Omit<ItemBatch, "firstSeq">,
): Promise<void> {
  const firstSeq = log.expectedSeq(session);
  await acked((done) => log.appendItems(session, { firstSeq, topics, items }, done));
}

export const TOPICS: ItemBatch["topics"] = [
  { name: "/state", type: "float32", shape: [2] },
  { name: "/camera", type: "image", shape: [] },
  { name: "/words", type: "string", shape: [] },
];

/** Content that its number gives: by turns numbers, a picture, a text. */
export function sample(k: number, t = k / 10): LogItem {
  const values = k % 3 === 0 ? Float32Array.of(k, -k) : k % 3 === 1 ? pictureBytes(k) : `words ${k}`;
  return { kind: "sample", topic: k % 3, t, serverTime: 1e9 + k, frame: k, values };
}

export const pictureBytes = (k: number): Uint8Array => new Uint8Array(Buffer.from(`picture ${k}`));

export const samples = (from: number, count: number): Omit<ItemBatch, "firstSeq"> => ({
  topics: TOPICS,
  items: Array.from({ length: count }, (_, i) => sample(from + i)),
});

export function follow(options: LogTailOptions): {
  tail: LogTail;
  store: ObjectStore;
  reader: TelemetryReader;
} {
  const tail = openLogTail(options);
  const store = tail.overlay(openObjectStore("memory:"));
  return { tail, store, reader: openTelemetryReader({ store }) };
}
