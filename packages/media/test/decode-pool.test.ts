import { spawn } from "node:child_process";
import { once } from "node:events";
import { getPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { AppError } from "@retake/core/errors";
import { type DecodeChild, DecoderLost, startDecodeChild } from "../src/decode/decode-child.ts";
import { createDecodePool } from "../src/decode/decode-pool.ts";
import type { DecodeJob } from "../src/decode/jobs.ts";
import { barcodeOf, fixture } from "./fixtures.ts";

const job: DecodeJob = {
  kind: "frames",
  file: fixture("av1-g2.mp4"),
  ordinals: [9],
  width: null,
  layout: "single",
  ffmpegPath: null,
};
const options = { timeoutMs: 30_000 };

/** A stand-in process whose every run is given by the test. */
function fakeChild(run: DecodeChild["run"], wasmRuns = 0): DecodeChild {
  let alive = true;
  return {
    run,
    unref() {},
    kill: () => void (alive = false),
    wasmRuns,
    get alive() {
      return alive;
    },
  };
}
const lost = () => Promise.reject(new DecoderLost("killed"));
const done = () => Promise.resolve(new Uint8Array([1]));

describe("decode pool", () => {
  test("a job whose process dies is tried once more in a fresh process", async () => {
    const children: DecodeChild[] = [];
    const pool = createDecodePool({
      processesMax: 1,
      start: () => {
        const child: DecodeChild = fakeChild(children.length === 0 ? () => (child.kill(), lost()) : done);
        children.push(child);
        return child;
      },
    });
    expect(await pool.run(job, options)).toEqual(new Uint8Array([1]));
    expect(children.length).toBe(2);
  });

  test("a job that kills two processes is given up, and the pool goes on", async () => {
    let started = 0;
    const pool = createDecodePool({
      processesMax: 1,
      start: () => {
        const number = started++;
        const child: DecodeChild = fakeChild(number < 2 ? () => (child.kill(), lost()) : done);
        return child;
      },
    });
    await expect(pool.run(job, options)).rejects.toMatchObject({ code: "unsupported_media" });
    expect(await pool.run(job, options)).toEqual(new Uint8Array([1]));
    expect(started).toBe(3);
  });

  test("a refusal of the job itself is not tried again", async () => {
    let asked = 0;
    const refuse = () => (asked++, Promise.reject(new AppError("not_found", "no frame")));
    const pool = createDecodePool({ processesMax: 1, start: () => fakeChild(refuse) });
    await expect(pool.run(job, options)).rejects.toMatchObject({ code: "not_found" });
    expect(asked).toBe(1);
  });

  test("never more jobs at once than processes, and none is forgotten", async () => {
    let now = 0;
    let most = 0;
    const run = async () => {
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now--;
      return new Uint8Array();
    };
    const pool = createDecodePool({ processesMax: 2, start: () => fakeChild(run) });
    await Promise.all(Array.from({ length: 50 }, () => pool.run(job, options)));
    expect(most).toBe(2);
  });

  test("a process that has run the leaking decoder often is replaced", async () => {
    let started = 0;
    const pool = createDecodePool({
      processesMax: 1,
      start: () => fakeChild(done, started++ === 0 ? 50 : 0),
    });
    for (let n = 0; n < 3; n++) await pool.run(job, options);
    expect(started).toBe(2);
  });

  test("a thousand waiting jobs are refused in words instead of filling memory", async () => {
    const pool = createDecodePool({
      processesMax: 1,
      start: () => fakeChild(() => new Promise(() => undefined)),
    });
    const results = await Promise.all(
      Array.from({ length: 1000 }, (_, n) =>
        Promise.race([
          pool.run(job, options).catch((error: unknown) => error),
          n < 400 ? null : new Promise((resolve) => setImmediate(resolve)),
        ]),
      ),
    );
    expect(
      results.filter((result) => result instanceof AppError && result.code === "unavailable").length,
    ).toBeGreaterThan(400);
  });
});

describe("decoding process", { timeout: 300_000 }, () => {
  test("a real process that is killed in the middle is replaced and the frame comes all the same", async () => {
    const children: DecodeChild[] = [];
    const pool = createDecodePool({
      processesMax: 1,
      start: () => {
        const child = startDecodeChild();
        children.push(child);
        if (children.length === 1) setImmediate(() => child.kill());
        return child;
      },
    });
    expect(await barcodeOf(await pool.run(job, options))).toBe(9);
    expect(children.length).toBe(2);
    pool.close();
  });

  test("a job over its time is killed, and after a second try given up", async () => {
    let started = 0;
    const pool = createDecodePool({ processesMax: 1, start: () => (started++, startDecodeChild()) });
    await expect(pool.run(job, { timeoutMs: 1 })).rejects.toMatchObject({ code: "unsupported_media" });
    expect(started).toBe(2);
    pool.close();
  });

  test("an aborted job ends as cancelled and is not tried again", async () => {
    let started = 0;
    const pool = createDecodePool({ processesMax: 1, start: () => (started++, startDecodeChild()) });
    const controller = new AbortController();
    const running = pool.run(job, { ...options, signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
    expect(started).toBe(1);
    pool.close();
  });
});

test("a decoder of a house that was started to go last works, and does not go before it", async () => {
  const child = fileURLToPath(new URL("../src/decode/child.ts", import.meta.url));
  const decoder = spawn("nice", ["-n", "19", process.execPath, "--import", "tsx", child], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    serialization: "advanced",
    detached: true,
  });
  decoder.send({ id: 1, job: { kind: "luminance", picture: new Uint8Array(9) } });
  const [reply] = (await once(decoder, "message")) as [unknown];
  expect(reply).toMatchObject({ id: 1, kind: "failed", code: "unsupported_media" });
  expect(getPriority(decoder.pid)).toBe(19);
  decoder.disconnect();
  await once(decoder, "exit");
});
