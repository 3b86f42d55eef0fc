import { AppError } from "@retake/core/errors";
import type { SampleValues, TopicColumns } from "../types.ts";
import { timeOrder } from "./time-order.ts";

type NumericValues = Exclude<SampleValues, string[]>;

/**
 * One topic's rows from several pieces (row groups, parts) in time order. A single piece passes uncopied.
 * @throws AppError `corrupt_data` when the pieces are not of one type and shape
 */
export function joinColumns(pieces: readonly TopicColumns[], empty: () => TopicColumns): TopicColumns {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1 && only.t.length > 0) return only;
  const [first, ...rest] = pieces.filter((piece) => piece.t.length > 0);
  if (first === undefined) return empty();
  if (rest.length === 0) return first;
  const all = [first, ...rest];
  if (rest.some((piece) => piece.type !== first.type || piece.dims !== first.dims)) {
    throw new AppError("corrupt_data", `The parts of ${first.name} do not fit together.`, {
      detail: first.name,
    });
  }
  const joined: TopicColumns = {
    ...first,
    t: joinArrays(
      all.map((piece) => piece.t),
      (length) => new Float64Array(length),
    ),
    frame: joinArrays(
      all.map((piece) => piece.frame),
      (length) => new Int32Array(length),
    ),
    values: joinValues(all.map((piece) => piece.values)),
  };
  if (all.some((piece) => piece.blob !== undefined)) {
    joined.blob = {
      offset: joinArrays(
        all.map((piece) => piece.blob?.offset ?? new Float64Array(piece.t.length)),
        (length) => new Float64Array(length),
      ),
      length: joinArrays(
        all.map((piece) => piece.blob?.length ?? new Int32Array(piece.t.length)),
        (length) => new Int32Array(length),
      ),
    };
  }
  return inTimeOrder(joined);
}

function joinArrays<T extends Float64Array | Int32Array>(
  parts: readonly T[],
  create: (length: number) => T,
): T {
  const joined = create(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function joinValues(parts: readonly SampleValues[]): SampleValues {
  const [first] = parts;
  if (Array.isArray(first)) return (parts as string[][]).flat();
  const joined = createLike(
    first ?? new Float32Array(0),
    parts.reduce((sum, part) => sum + part.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    // All parts are of one type (checked above), which the union cannot express.
    (joined as Float32Array).set(part as Float32Array, at);
    at += part.length;
  }
  return joined;
}

function createLike(values: NumericValues, length: number): NumericValues {
  if (values instanceof Float32Array) return new Float32Array(length);
  if (values instanceof Float64Array) return new Float64Array(length);
  return values instanceof BigInt64Array ? new BigInt64Array(length) : new Uint8Array(length);
}

/** Parts of one episode overlap where a robot's clock went back: equal times stay in the order of the pieces. */
function inTimeOrder(topic: TopicColumns): TopicColumns {
  const { t, frame, values, dims, blob } = topic;
  const order = timeOrder(t);
  if (order === null) return topic;
  const ordered: TopicColumns = {
    ...topic,
    t: Float64Array.from(order, (row) => t[row] ?? 0),
    frame: Int32Array.from(order, (row) => frame[row] ?? 0),
  };
  if (Array.isArray(values)) ordered.values = Array.from(order, (row) => values[row] ?? "");
  else {
    const target = createLike(values, values.length);
    for (const [to, row] of order.entries()) {
      (target as Float32Array).set(values.subarray(row * dims, (row + 1) * dims) as Float32Array, to * dims);
    }
    ordered.values = target;
  }
  if (blob !== undefined) {
    ordered.blob = {
      offset: Float64Array.from(order, (row) => blob.offset[row] ?? 0),
      length: Int32Array.from(order, (row) => blob.length[row] ?? 0),
    };
  }
  return ordered;
}
