import type { SessionRecord } from "./session-record.ts";

/** What of a record is not before `nextSeq`; null when it is a batch that is over by then. */
export function trimRecord(record: SessionRecord, nextSeq: number): SessionRecord | null {
  if (record.kind !== "items" || record.batch.firstSeq >= nextSeq) return record;
  const { batch } = record;
  const items = batch.items.slice(nextSeq - batch.firstSeq);
  return items.length === 0 ? null : { ...record, batch: { ...batch, firstSeq: nextSeq, items } };
}
