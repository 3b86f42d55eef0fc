import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { CLOSE_CODES, closeReason, mayReconnect } from "@retake/protocol/close-codes";
import { PROTOCOL_ERRORS, ProtocolError } from "@retake/protocol/errors";
import { decodeServerText, encodeServerText, serverError } from "@retake/protocol/text";
import { timestampFlag } from "@retake/protocol/timestamp";

const root = new URL("../", import.meta.url);

describe("the package", () => {
  test("runs in browsers: its sources name nothing that only Node has", async () => {
    const files = await readdir(new URL("src/", root), { recursive: true });
    const sources = files.filter((file) => file.endsWith(".ts"));
    expect(sources.length).toBeGreaterThan(20);
    for (const file of sources) {
      const code = (await readFile(new URL(`src/${file}`, root), "utf8")).replaceAll(
        /\/\*[^]*?\*\/|\/\/.*/g,
        "",
      );
      expect(code, file).not.toMatch(/\bBuffer\b|\bprocess\b|node:|\brequire\b|setImmediate/);
    }
  });

  test("PROTOCOL.md names every error code and every close code", async () => {
    const text = await readFile(new URL("PROTOCOL.md", root), "utf8");
    for (const code of [...Object.keys(PROTOCOL_ERRORS), ...Object.keys(CLOSE_CODES)]) {
      expect(text).toMatch(new RegExp(`(?<!\\w)${code}(?!\\w)`));
    }
  });
});

describe("errors", () => {
  test("every code that closes a socket does so with a known close code", () => {
    for (const { close } of Object.values(PROTOCOL_ERRORS)) {
      if (close !== null) expect(Object.keys(CLOSE_CODES)).toContain(String(close));
    }
  });

  test("one refused message is never fatal; a fault of the connection is, as its code says", () => {
    const refused = { type: "refused", seq: 7, code: "too_many_topics", reason: "No." } as const;
    expect(serverError(refused)).toMatchObject({ fatal: false, seq: 7, code: "too_many_topics" });
    expect(serverError(new ProtocolError("bad_json", "No."))).toMatchObject({ fatal: true, seq: null });
    const gap = serverError(new ProtocolError("gap", "Message 5 is wanted."), 5);
    expect(gap).toMatchObject({ fatal: false, wanted: 5 });
    expect(decodeServerText(encodeServerText(gap))).toEqual(gap);
  });

  test("a client comes back after a broken line, never after its own fault", () => {
    expect([1001, 1006, 1005, 1012, 4429, 4500].map(mayReconnect)).not.toContain(false);
    expect([1000, 4400, 4401, 4403, 4409, 4410].map(mayReconnect)).not.toContain(true);
  });

  test("a close reason fits its frame and is not cut inside a character", () => {
    const reason = closeReason("🤖".repeat(40));
    expect(reason).toBe("🤖".repeat(30));
    expect(closeReason("short")).toBe("short");
  });
});

test("odd times are told apart from plain ones", () => {
  expect([0, 12.5, 3e9].map(timestampFlag)).toEqual([null, null, null]);
  expect([NaN, Infinity, -1, 2 ** 63, -(2 ** 63)].map(timestampFlag)).toEqual([
    "not_finite",
    "not_finite",
    "negative",
    "out_of_range",
    "out_of_range",
  ]);
});
