import type { ClientFrame, DataItem, SessionStart } from "../messages.ts";
import { encodeBase64 } from "./base64.ts";
import { writeWireNumber } from "./wire-number.ts";

/**
 * A frame as the text a client sends: one item as `message` or `mark`, several as a `batch`. Absent fields are left out.
 * Announced topics have no text form: they belong into `session_start`. Refused items cannot be sent.
 */
export function encodeClientText(frame: ClientFrame): string {
  switch (frame.type) {
    case "session_start":
      return JSON.stringify(withoutNulls({ ...frame, topics: topicsObject(frame) }));
    case "session_end":
      return JSON.stringify(
        withoutNulls({
          ...frame,
          total_reward: frame.total_reward === null ? null : writeWireNumber(frame.total_reward),
        }),
      );
    case "data": {
      const messages = frame.items.map(itemObject);
      return JSON.stringify(messages.length === 1 ? messages[0] : { type: "batch", messages });
    }
  }
}

function topicsObject({ topics }: SessionStart): Record<string, unknown> {
  return Object.fromEntries(topics.map(({ topic, ...fields }) => [topic, withoutNulls(fields)]));
}

function itemObject(item: DataItem): Record<string, unknown> {
  switch (item.type) {
    case "refused":
      throw new TypeError("a refused item cannot be sent");
    case "mark":
      return withoutNulls({ ...item, timestamp: writeWireNumber(item.timestamp) });
    case "message": {
      const { data: _, ...head } = item;
      return withoutNulls({ ...head, timestamp: writeWireNumber(item.timestamp), ...dataField(item) });
    }
  }
}

function dataField(item: Extract<DataItem, { type: "message" }>): Record<string, unknown> {
  switch (item.data_type) {
    case "image":
      return { image_base64: encodeBase64(item.data) };
    case "string":
      return { data: item.data };
    case "int64[]":
      return { data: Array.from(item.data, (value) => writeInteger(value)) };
    case "bool[]":
      return { data: Array.from(item.data, (value) => value !== 0) };
    case "float32[]":
    case "float64[]":
      return { data: Array.from(item.data, writeWireNumber) };
  }
}

function writeInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function withoutNulls(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
