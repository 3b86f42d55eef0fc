import type { ClientFrame, DataItem, DataMessage } from "@retake/protocol/messages";

/**
 * Decoded values as JSON of the vectors: pictures as `{"hex"}`, int64 as decimal texts, numbers that JSON has not as "NaN",
 * "Infinity", "-Infinity", float32 as its nearest double. The wording of refusals is left out.
 */
export function toNotation(value: unknown): unknown {
  if (value instanceof Uint8Array || value instanceof Float32Array || value instanceof Float64Array) {
    return Array.from(value, (number) => toNotation(number));
  }
  if (value instanceof BigInt64Array) return Array.from(value, String);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(toNotation);
  if (typeof value !== "object" || value === null) return value;
  const fields: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    if (key === "reason" && "code" in value) continue;
    const isPicture = key === "data" && "data_type" in value && value.data_type === "image";
    fields[key] = isPicture ? { hex: toHex(field as Uint8Array) } : toNotation(field);
  }
  return fields;
}

export function fromNotation(value: unknown): ClientFrame {
  const frame = structuredClone(value) as ClientFrame;
  if (frame.type === "session_end" && frame.total_reward !== null) {
    frame.total_reward = Number(frame.total_reward);
  }
  return frame.type === "data" ? { ...frame, items: frame.items.map(itemFromNotation) } : frame;
}

function itemFromNotation(item: DataItem): DataItem {
  if (item.type === "refused") return item;
  const timestamp = Number(item.timestamp);
  if (item.type === "mark") return { ...item, timestamp };
  return { ...item, timestamp, data: dataFromNotation(item) } as DataMessage;
}

function dataFromNotation({ data_type, data }: DataMessage): DataMessage["data"] {
  const list = data as unknown as string[];
  switch (data_type) {
    case "float32[]":
      return Float32Array.from(list, Number);
    case "float64[]":
      return Float64Array.from(list, Number);
    case "int64[]":
      return BigInt64Array.from(list, BigInt);
    case "bool[]":
      return Uint8Array.from(list, Number);
    case "string":
      return data;
    case "image":
      return fromHex((data as unknown as { hex: string }).hex);
  }
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

/** At the begin of a buffer of its own, hence aligned. */
export function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, "hex"));
}
