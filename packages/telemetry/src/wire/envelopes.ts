import type { Envelope } from "../types.ts";
import { corrupt, isCount, isRecord, MessageReader, MessageWriter } from "./message.ts";

/** Envelopes as one binary message (see wire/message.ts). */
export function encodeEnvelopes(envelopes: readonly Envelope[]): Uint8Array {
  const writer = new MessageWriter();
  const header = envelopes.map(({ topic, dims, t, values, samplesPerBucket }) => ({
    topic,
    dims,
    samplesPerBucket,
    buckets: t.length,
    type: values instanceof Float64Array ? "float64" : "float32",
    t: writer.place(t),
    values: writer.place(values),
  }));
  return writer.finish({ version: 1, kind: "envelopes", envelopes: header });
}

/**
 * The envelopes of a message of {@link encodeEnvelopes}, as views on it.
 * @throws AppError `corrupt_data` when the message is cut off or contradicts itself
 */
export function decodeEnvelopes(message: ArrayBuffer | Uint8Array): Envelope[] {
  const reader = new MessageReader(message);
  const { header } = reader;
  if (
    !isRecord(header) ||
    header["version"] !== 1 ||
    header["kind"] !== "envelopes" ||
    !Array.isArray(header["envelopes"])
  ) {
    throw corrupt("it holds no envelopes");
  }
  return header["envelopes"].map((envelope: unknown) => {
    if (!isRecord(envelope)) throw corrupt("an envelope is not described");
    const { topic, dims, samplesPerBucket, buckets, type } = envelope;
    if (typeof topic !== "string" || !isCount(dims) || !isCount(buckets) || !isCount(samplesPerBucket)) {
      throw corrupt("an envelope is not described");
    }
    const length = buckets * dims * 3;
    return {
      topic,
      dims,
      t: reader.array(Float64Array, envelope["t"], buckets),
      values:
        type === "float64"
          ? reader.array(Float64Array, envelope["values"], length)
          : reader.array(Float32Array, envelope["values"], length),
      samplesPerBucket,
    };
  });
}
