import fc from "fast-check";
import { expect, test } from "vitest";
import { AnswerReader, type HttpAnswer } from "../src/measure/answer-reader.ts";

interface Wanted {
  status: number;
  body: Buffer;
  /** Where a chunked body is cut; null: its length is stated. */
  cuts: number[] | null;
}

function wire({ status, body, cuts }: Wanted): Buffer {
  const start = `HTTP/1.1 ${status} Words\r\nDate: now\r\n`;
  if (cuts === null)
    return Buffer.concat([Buffer.from(`${start}Content-Length: ${body.length}\r\n\r\n`), body]);
  const places = [...new Set(cuts.map((cut) => cut % (body.length + 1)))].toSorted((a, b) => a - b);
  const edges = [0, ...places.filter((place) => place > 0 && place < body.length), body.length];
  const chunks = edges.slice(1).flatMap((to, i) => {
    const chunk = body.subarray(edges[i], to);
    return chunk.length === 0
      ? []
      : [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from("\r\n")];
  });
  const head = Buffer.from(`${start}Transfer-Encoding: chunked\r\n\r\n`);
  return Buffer.concat([head, ...chunks, Buffer.from("0\r\n\r\n")]);
}

function readInto(reader: AnswerReader, piece: Uint8Array): HttpAnswer | null {
  reader.room().set(piece);
  return reader.take(piece.length);
}

const wanted = fc.record({
  status: fc.integer({ min: 200, max: 599 }),
  body: fc.uint8Array({ maxLength: 40_000 }).map((bytes) => Buffer.from(bytes)),
  cuts: fc.option(fc.array(fc.nat(), { maxLength: 5 })),
});

test("answers come out whole and in order, with a stated length or chunked, wherever their bytes are cut", () => {
  fc.assert(
    fc.property(fc.array(wanted, { maxLength: 4 }), fc.array(fc.nat(), { maxLength: 8 }), (answers, cuts) => {
      const reader = new AnswerReader();
      for (const answer of answers) {
        const bytes = wire(answer);
        const edges = [...cuts.map((cut) => cut % bytes.length).toSorted((a, b) => a - b), bytes.length];
        let from = 0;
        const got: HttpAnswer[] = [];
        for (const to of edges) {
          const whole = readInto(reader, bytes.subarray(from, to));
          if (whole !== null) got.push(whole);
          from = to;
        }
        expect(got.map(({ status }) => status)).toEqual([answer.status]);
        expect(got[0]?.body.equals(answer.body)).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test("what does not say once where it ends is refused, rather than waited for", () => {
  const refused = [
    "HTTP/1.1 200 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
    "HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\nx",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
  ];
  for (const text of refused) expect(() => readInto(new AnswerReader(), Buffer.from(text))).toThrow();
});
