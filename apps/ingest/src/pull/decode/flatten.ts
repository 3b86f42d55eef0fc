import { isRecord, readWireNumber } from "@retake/protocol/json";
import { PULL_LIMITS } from "../pull-limits.ts";
import type { DecodedPart } from "./decoded.ts";
import type { FieldOrder } from "./field-order.ts";
import { labelOf, valueOfLabelled } from "./labelled.ts";
import { HEADER_KEYS, isStamp } from "./stamp.ts";

export interface FlatMessage {
  parts: DecodedPart[];
  leftOut: string[];
}

/** Bytes of UTF-8 a text may have; a character has at most three per UTF-16 unit. */
const TEXT_UNITS_MAX = 20_000;

/**
 * The numbers of a message under the names of their fields (`pose.position.x`, `ranges[3]`), and each of its texts.
 * What a list's items are called by (`label`, `name`, `key`, `child_frame_id`) stands in place of their index.
 */
export function flatten(message: Record<string, unknown>, order: FieldOrder | null): FlatMessage {
  const flat = new Flattening();
  flat.object(message, "", order, 1);
  const parts: DecodedPart[] = [...flat.texts];
  if (flat.values.length > 0) {
    const values = Float64Array.from(flat.values);
    parts.unshift({ kind: "numbers", path: null, names: flat.names, units: null, values });
  } else if (flat.texts.length === 1 && flat.texts[0] !== undefined) {
    parts[0] = { ...flat.texts[0], path: null };
  }
  return { parts, leftOut: flat.leftOut };
}

class Flattening {
  readonly names: string[] = [];
  readonly values: number[] = [];
  readonly texts: Extract<DecodedPart, { kind: "text" }>[] = [];
  readonly leftOut: string[] = [];

  object(value: Record<string, unknown>, path: string, order: FieldOrder | null, depth: number): void {
    if (depth > PULL_LIMITS.nestingMax) return this.#leave(path, "nested too deep");
    for (const key of keysOf(value, order)) {
      if (HEADER_KEYS.has(key) && (depth === 1 || isRecord(value[key]))) continue;
      const inner = order?.get(key);
      this.#field(value[key], joined(path, key), typeof inner === "object" ? inner : null, depth, inner);
    }
  }

  #field(
    value: unknown,
    path: string,
    order: FieldOrder | null,
    depth: number,
    said?: FieldOrder | "number" | "other",
  ): void {
    if (value === undefined || value === null) {
      if (said === "number") this.#number(Number.NaN, path);
    } else if (typeof value === "string") this.#text(value, path);
    else if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
      this.#number(Number(value), path);
    } else if (ArrayBuffer.isView(value)) this.#numbers(value, path);
    else if (Array.isArray(value)) this.#list(value, path, depth);
    else if (isRecord(value) && !isStamp(value)) this.object(value, path, order, depth + 1);
    else if (isRecord(value)) this.#time(value, path);
  }

  /** A time inside a message is a measurement like others: whole seconds and the rest, so that nothing is rounded. */
  #time(value: Record<string, unknown>, path: string): void {
    for (const key of Object.keys(value).slice(0, 2)) this.#number(Number(value[key]), joined(path, key));
  }

  #list(list: unknown[], path: string, depth: number): void {
    const labels = labelOf(list);
    if (list.length > PULL_LIMITS.namedValuesMax) {
      return this.#leave(path, `${list.length} values, more than ${PULL_LIMITS.namedValuesMax}`);
    }
    list.forEach((item: unknown, i) => {
      if (labels === null || !isRecord(item)) return this.#field(item, `${path}[${i}]`, null, depth + 1);
      const label = labels.of[i] ?? "";
      // The one list of a message needs no name before its items'.
      const name = depth === 1 && path === "scalars" ? label : joined(path, label);
      const value = valueOfLabelled(item, labels.key);
      if (value !== null) this.#number(value, name);
      else this.object({ ...item, [labels.key]: undefined }, name, null, depth + 1);
    });
  }

  #numbers(list: ArrayBufferView, path: string): void {
    if (list instanceof DataView) return;
    const numbers = list as unknown as ArrayLike<number | bigint>;
    const most = list instanceof Uint8Array ? PULL_LIMITS.byteValuesMax : PULL_LIMITS.namedValuesMax;
    if (numbers.length > most) return this.#leave(path, `${numbers.length} values, more than ${most}`);
    for (let i = 0; i < numbers.length; i++) this.#number(Number(numbers[i]), `${path}[${i}]`);
  }

  #number(value: number, path: string): void {
    if (this.values.length >= PULL_LIMITS.namedValuesMax) {
      return this.#leave(path, `a message has more than ${PULL_LIMITS.namedValuesMax} numbers`);
    }
    this.names.push(shortened(path));
    this.values.push(value);
  }

  #text(text: string, path: string): void {
    const number = readWireNumber(text);
    if (number !== undefined) return this.#number(number, path);
    if (text.length > TEXT_UNITS_MAX) return this.#leave(path, "a long text");
    if (this.texts.length >= PULL_LIMITS.textsMax) {
      return this.#leave(path, `a message has more than ${PULL_LIMITS.textsMax} texts`);
    }
    this.texts.push({ kind: "text", path: shortened(path), text });
  }

  #leave(path: string, reason: string): void {
    if (this.leftOut.length < PULL_LIMITS.textsMax) this.leftOut.push(`${shortened(path)}: ${reason}`);
  }
}

function* keysOf(value: Record<string, unknown>, order: FieldOrder | null): Generator<string> {
  if (order !== null) {
    for (const [key, said] of order) if (key in value || said === "number") yield key;
  }
  for (const key of Object.keys(value)) if (order === null || !order.has(key)) yield key;
}

function joined(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/** The end of a path tells more than its beginning. */
function shortened(path: string): string {
  const { labelLengthMax } = PULL_LIMITS;
  return path.length <= labelLengthMax ? path : `…${path.slice(1 - labelLengthMax)}`;
}
