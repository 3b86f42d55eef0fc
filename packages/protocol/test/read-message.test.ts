import fc from "fast-check";
import { expect, test } from "vitest";
import { ProtocolError } from "@retake/protocol/errors";
import { checkFields } from "../src/text/check-fields.ts";
import { readMessage } from "../src/text/read-message.ts";
import { messageSchema } from "../src/text/schemas.ts";

const odd = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    true,
    "",
    "NaN",
    "-Infinity",
    "a\u0000",
    "\ud800",
    -0,
    -1,
    -2,
    0.5,
    1e300,
    [],
    {},
  ),
  fc.integer(),
  fc.double(),
  fc.string({ unit: "binary" }),
);
const field = (usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: odd });
const message = fc.record(
  {
    topic: field(fc.constantFrom("/a", "/observation/state", "x".repeat(2_000))),
    timestamp: field(fc.double()),
    data_type: field(fc.constantFrom("float32[]", "image", null)),
    data: odd,
    image_base64: field(fc.constant(null)),
    frame_index: field(fc.integer({ min: -1, max: 2 ** 31 - 1 })),
    more: odd,
  },
  { requiredKeys: [] },
);

function said(read: () => object): unknown {
  try {
    const { topic, timestamp, data_type, data, image_base64, frame_index } = read() as Record<
      string,
      unknown
    >;
    return { topic, timestamp, data_type, data, image_base64, frame_index };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return error.message;
  }
}

test("a message is what its schema makes of it, or refused in the schema's words", () => {
  fc.assert(
    fc.property(message, (raw) => {
      expect(said(() => readMessage(raw))).toEqual(said(() => checkFields(messageSchema, raw)));
    }),
    { numRuns: 2_000 },
  );
});
