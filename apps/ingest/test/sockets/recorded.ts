import type { House } from "@retake/dev-env";
import type { LogItem, LogTopic } from "@retake/telemetry/log";

export interface Recorded {
  nextSeq: number;
  items: { seq: number; topic: LogTopic | null; item: LogItem }[];
  /** First value of each sample of numbers. */
  values: number[];
}

/** What the log has of a session, by its public name. */
export async function recorded(house: House, sessionId: string): Promise<Recorded> {
  const { id } = await house.db.prisma.episode.findFirstOrThrow({ where: { sessionId } });
  const { log } = house.ingest!.recorder;
  const items: Recorded["items"] = [];
  for await (const record of log.readTail(id, 1)) {
    if (record.kind !== "items") continue;
    const { firstSeq, topics } = record.batch;
    for (const [i, item] of record.batch.items.entries()) {
      items.push({
        seq: firstSeq + i,
        item,
        topic: item.kind === "sample" ? (topics[item.topic] ?? null) : null,
      });
    }
  }
  const values = items.flatMap(({ item }) =>
    item.kind === "sample" && item.values instanceof Float32Array ? [item.values[0] ?? NaN] : [],
  );
  return { nextSeq: log.session(id)?.nextSeq ?? 0, items, values };
}
