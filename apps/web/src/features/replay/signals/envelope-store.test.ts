import type { Envelope } from "@retake/telemetry/types";
import { describe, expect, it } from "vitest";
import { EnvelopeStore } from "./envelope-store.ts";
import type { TimeSpan } from "./view-window.ts";

const whole = { from: 0, to: 1_000 };

function setup(samplesIn: (span: TimeSpan) => number) {
  const asked: TimeSpan[] = [];
  const answer = (span: TimeSpan): Envelope => ({
    topic: "/s",
    dims: 1,
    t: Float64Array.of(span.from),
    values: new Float32Array(3),
    samplesPerBucket: samplesIn(span),
  });
  const store = new EnvelopeStore(["/s"], whole, (_topics, span) => {
    asked.push(span);
    return Promise.resolve([answer(span)]);
  });
  return { store, asked };
}

describe("EnvelopeStore", () => {
  it("asks once for an episode whose samples all fit, however far one zooms", async () => {
    const { store, asked } = setup(() => 1);
    await store.want(whole);
    await store.want({ from: 10, to: 11 });
    expect(asked).toEqual([whole]);
    expect(store.get("/s", { from: 10, to: 11 })?.samplesPerBucket).toBe(1);
  });

  it("asks for finer data when zoomed in, with a margin, and not again for small pans", async () => {
    const { store, asked } = setup((span) => (span.to - span.from > 100 ? 64 : 4));
    await store.want(whole);
    await store.want({ from: 500, to: 520 });
    await store.want({ from: 505, to: 525 });
    expect(asked).toEqual([whole, { from: 490, to: 530 }]);
    expect(store.get("/s", { from: 505, to: 525 })?.samplesPerBucket).toBe(4);
    expect(store.get("/s", { from: 100, to: 900 })?.samplesPerBucket).toBe(64);
    expect(store.get("/s", { from: 531, to: 531 })?.samplesPerBucket).toBe(64);
    await store.want({ from: 510, to: 512 });
    expect(asked).toHaveLength(3);
  });

  it("keeps what it has when the server fails, and says so", async () => {
    let fails = false;
    const store = new EnvelopeStore(["/s"], whole, (_topics, span) =>
      fails
        ? Promise.reject(new Error("The server answered 500."))
        : Promise.resolve([
            {
              topic: "/s",
              dims: 1,
              t: Float64Array.of(span.from),
              values: new Float32Array(3),
              samplesPerBucket: 9,
            },
          ]),
    );
    await store.want(whole);
    fails = true;
    await store.want({ from: 1, to: 2 });
    expect(store.getState()).toEqual({ error: "The server answered 500.", loaded: true });
    expect(store.get("/s", { from: 1, to: 2 })).not.toBeNull();
    fails = false;
    await store.want({ from: 1, to: 2 });
    expect(store.getState().error).toBeNull();
  });
});
