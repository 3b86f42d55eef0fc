import { readFile } from "node:fs/promises";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Envelope, TopicColumns } from "@retake/telemetry/types";
import { decodeEnvelopes, decodeSamples, encodeEnvelopes, encodeSamples } from "@retake/telemetry/wire";
import { makeTopic } from "./topics.ts";

function topics(): TopicColumns[] {
  const image = makeTopic("/cam", "image", { rows: 3 });
  image.blob = { offset: Float64Array.of(0, 2 ** 40, 5), length: Int32Array.of(1, 2, 3) };
  return [
    makeTopic("/f32", "float32", { rows: 5, dims: 3 }, (row) => [NaN, Infinity, 1.5][row % 3]!),
    makeTopic("/f64", "float64", { rows: 4 }, (row) => row * Math.PI),
    makeTopic("/i64", "int64", { rows: 3, dims: 2 }, () => 2n ** 62n),
    makeTopic("/bool", "bool", { rows: 7, dims: 3 }, (row, d) => row + d),
    makeTopic("/text 抓取", "string", { rows: 6 }, (row) => ["", "\uFEFFa", "抓取", "🤖", "🤖", ""][row]!),
    makeTopic("/none", "string", { rows: 0 }),
    image,
  ];
}

const ENVELOPES: Envelope[] = [
  {
    topic: "/a",
    dims: 2,
    t: Float64Array.of(0, 1),
    values: new Float32Array(12).fill(NaN),
    samplesPerBucket: 64,
  },
  { topic: "/b", dims: 1, t: Float64Array.of(0.5), values: Float64Array.of(1, 2, 1.5), samplesPerBucket: 1 },
];

describe("the wire format", () => {
  test("carries every type unchanged, also inside a larger buffer that is not aligned", () => {
    const message = encodeSamples(topics());
    expect(decodeSamples(message)).toEqual(topics());
    const shifted = Buffer.concat([Buffer.from("abc"), message]).subarray(3);
    expect(decodeSamples(shifted)).toEqual(topics());
    expect(decodeEnvelopes(encodeEnvelopes(ENVELOPES))).toEqual(ENVELOPES);
    expect(decodeSamples(encodeSamples([]))).toEqual([]);
  });

  test("numbers are views on the message: nothing is copied", () => {
    const message = encodeSamples(topics());
    const [f32, , , bool] = decodeSamples(message.buffer as ArrayBuffer);
    for (const array of [f32!.t, f32!.frame, f32!.values, bool!.values]) {
      expect((array as Float32Array).buffer).toBe(message.buffer);
    }
    const [envelope] = decodeEnvelopes(encodeEnvelopes(ENVELOPES));
    expect(envelope!.t.buffer).toBe(envelope!.values.buffer);
  });

  test("a message that is cut off, garbled or of the other kind is refused, never misread", () => {
    const samples = encodeSamples(topics());
    for (let length = 0; length < samples.byteLength; length += 1) {
      expect(() => decodeSamples(samples.slice(0, length)), String(length)).toThrow(
        expect.objectContaining({ code: "corrupt_data" }),
      );
    }
    const envelopes = encodeEnvelopes(ENVELOPES);
    expect(() => decodeEnvelopes(samples)).toThrow(expect.objectContaining({ code: "corrupt_data" }));
    expect(() => decodeSamples(envelopes)).toThrow(expect.objectContaining({ code: "corrupt_data" }));
    const headerBytes = new DataView(samples.buffer).getUint32(0, true);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3 + headerBytes }),
        fc.integer({ min: 0, max: 255 }),
        (at, byte) => {
          const garbled = samples.slice();
          garbled[at] = byte;
          try {
            for (const topic of decodeSamples(garbled)) {
              expect(topic.values.length).toBe(topic.t.length * topic.dims);
              expect(topic.frame.length).toBe(topic.t.length);
            }
          } catch (error) {
            expect(error).toMatchObject({ code: "corrupt_data" });
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test("runs in browsers: nothing on its way imports from node", async () => {
    const seen = new Set<string>();
    const visit = async (url: URL): Promise<void> => {
      if (seen.has(url.href)) return;
      seen.add(url.href);
      const source = await readFile(url, "utf8");
      expect(source, url.pathname).not.toMatch(/from "node:|\bBuffer\b|\bprocess\b/);
      for (const [, target] of source.matchAll(/from "(\.[^"]+)"/g)) await visit(new URL(target!, url));
    };
    await visit(new URL("../src/wire.ts", import.meta.url));
    expect(seen.size).toBeGreaterThan(3);
  });
});
