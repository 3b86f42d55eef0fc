import type { DataMessage, Mark } from "@retake/protocol/messages";

type WithoutSeq<T> = T extends unknown ? Omit<T, "seq"> : never;

/** A message or mark as a robot hands it over: it gets its number when it is sent. */
export type OutgoingItem = WithoutSeq<DataMessage | Mark>;

/** About how much memory an item takes while it waits for its ack. */
export function bytesOf(item: OutgoingItem): number {
  const head = 128;
  if (item.type === "mark") return head + 2 * (item.text?.length ?? 0);
  return head + (typeof item.data === "string" ? 2 * item.data.length : item.data.byteLength);
}
