import { normalise } from "../embedder/unit-vector.ts";
import { ModelError } from "./model-error.ts";

const DIMS_MAX = 16_384;

/**
 * The vectors of an answer in the order of their texts, of length 1.
 * @param dims as expected; null: any
 * @throws ModelError `malformed` unless there is exactly one of that size for each, of finite numbers
 */
export function readVectors(answer: unknown, count: number, dims: number | null): Float32Array[] {
  const data = field(answer, "data");
  if (!Array.isArray(data)) throw malformed("no list of vectors");
  if (data.length !== count) throw malformed(`${data.length} vectors for ${count} texts`);
  const vectors: (Float32Array | undefined)[] = Array.from({ length: count });
  for (const [position, item] of data.entries()) {
    const index = field(item, "index") ?? position;
    if (typeof index !== "number" || !(index in vectors) || vectors[index] !== undefined)
      throw malformed("vectors of unknown texts");
    vectors[index] = readVector(field(item, "embedding"), dims);
  }
  return vectors.flatMap((vector) => vector ?? []);
}

function readVector(values: unknown, dims: number | null): Float32Array {
  if (!Array.isArray(values)) throw malformed("a vector that is no list of numbers");
  if (values.length === 0 || values.length > DIMS_MAX || (dims !== null && values.length !== dims))
    throw malformed(`${values.length} dimensions instead of ${dims ?? "some"}`);
  if (!values.every((value) => typeof value === "number" && Number.isFinite(value)))
    throw malformed("a vector with what is no number");
  const vector = normalise(values as number[]);
  if (vector === null) throw malformed("a vector without direction");
  return vector;
}

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const malformed = (detail: string): ModelError => new ModelError("malformed", { detail });
