import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { AnnouncedTopics, decodeClientBinary } from "@retake/protocol/binary";
import { ProtocolError } from "@retake/protocol/errors";
import type { DataFrame, DataItem, ServerMessage } from "@retake/protocol/messages";
import { contentHash, SequenceGate } from "@retake/protocol/sequence";
import {
  decodeClientText,
  decodeServerText,
  encodeClientText,
  encodeServerText,
} from "@retake/protocol/text";
import { fromHex, fromNotation, toNotation } from "./notation.ts";
import { buildVectors, encodeFrames } from "./vector-cases/build-vectors.ts";
import type { SequenceCase } from "./vector-cases/sequence.ts";
import {
  type InvalidBinaryCase,
  type InvalidTextCase,
  spellOut,
  type TextCase,
} from "./vector-cases/types.ts";

type WithClose<C> = C & { close: number | null };

async function read<V>(file: string): Promise<V[]> {
  return JSON.parse(await readFile(new URL(`../vectors/${file}`, import.meta.url), "utf8")) as V[];
}

function thrownBy(act: () => unknown): { code: string; close: number | null } {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof ProtocolError) return { code: thrown.wireCode, close: thrown.close };
    throw thrown;
  }
  return { code: "none", close: null };
}

test("the committed vectors are those the script writes", async () => {
  for (const [file, vectors] of Object.entries(buildVectors())) {
    expect(await read(file), file).toEqual(JSON.parse(JSON.stringify(vectors)));
  }
});

describe("text of a client", async () => {
  test.each(await read<TextCase>("client-text.json"))("$name", ({ text, decoded }) => {
    expect(toNotation(decodeClientText(text))).toEqual(decoded);
    expect(toNotation(decodeClientText(new TextEncoder().encode(text)))).toEqual(decoded);
    const frame = fromNotation(decoded);
    const isSendable = frame.type !== "data" || frame.items.every(({ type }) => type !== "refused");
    if (isSendable) expect(toNotation(decodeClientText(encodeClientText(frame)))).toEqual(decoded);
    else expect(() => encodeClientText(frame)).toThrow(TypeError);
  });

  test.each(await read<WithClose<InvalidTextCase>>("client-text-invalid.json"))(
    "is refused: $name",
    ({ text, code, close }) => {
      expect(thrownBy(() => decodeClientText(spellOut(text)))).toEqual({ code, close });
    },
  );
});

describe("binary frames of a client", async () => {
  test.each(
    await read<{ name: string; frames: { hex: string; decoded: DataFrame }[] }>("client-binary.json"),
  )("$name", ({ frames }) => {
    const announced = new AnnouncedTopics();
    for (const { hex, decoded } of frames) {
      expect(toNotation(decodeClientBinary(fromHex(hex), announced))).toEqual(decoded);
    }
    const values = frames.map(({ decoded }) => fromNotation(decoded) as DataFrame);
    expect(encodeFrames(values)).toEqual(frames);
  });

  test.each(await read<WithClose<InvalidBinaryCase>>("client-binary-invalid.json"))(
    "are refused: $name",
    ({ frames, code, close }) => {
      const announced = new AnnouncedTopics();
      for (const hex of frames.slice(0, -1)) decodeClientBinary(fromHex(hex), announced);
      expect(thrownBy(() => decodeClientBinary(fromHex(frames.at(-1)!), announced))).toEqual({ code, close });
    },
  );
});

describe("text of a server", async () => {
  test.each(await read<TextCase>("server-text.json"))("$name", ({ text, decoded }) => {
    const message = decodeServerText(text);
    expect(message).toEqual(decoded);
    if (message !== null)
      expect(decodeServerText(encodeServerText(decoded as ServerMessage))).toEqual(decoded);
  });
});

describe("numbers", async () => {
  test.each(await read<SequenceCase>("sequence.json"))("$name", ({ wanted, offers, wanted_after }) => {
    const gate = new SequenceGate({ wanted });
    const verdicts = offers.map(({ seq, content }) => gate.offer(seq, contentHash(note(seq, content))));
    expect(verdicts).toEqual(offers.map(({ verdict }) => verdict));
    expect(gate.wanted).toBe(wanted_after);
  });
});

function note(seq: number | null, text: string): DataItem {
  return { type: "mark", seq, timestamp: 0, kind: "note", text };
}
