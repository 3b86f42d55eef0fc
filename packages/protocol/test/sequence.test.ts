import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DataItem } from "@retake/protocol/messages";
import { contentHash, OutboundWindow, SequenceGate, UNKNOWN_CONTENT } from "@retake/protocol/sequence";
import { SimulatedSession, type Step } from "./simulated-session.ts";

const place = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(5) });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("push" as const), count: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("send" as const), count: fc.integer({ min: 1, max: 8 }) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("deliver" as const), at: place }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("drop" as const), at: place }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("duplicate" as const), at: place }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("sync" as const), credit: fc.nat(12) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("answer" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("reconnect" as const), credit: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("crash" as const) }) },
);

describe("a client and a server over a line that drops, repeats, reorders and breaks", () => {
  test("what the server stores is always 1, 2, 3… as pushed, the credit is never passed, and in the end all is there", () => {
    let gaps = 0;
    let duplicates = 0;
    let lostUnacked = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 200, size: "max" }), (steps) => {
        const session = new SimulatedSession();
        session.run({ do: "reconnect", credit: 4 });
        for (const next of steps) {
          session.run(next);
          session.checkInvariants();
        }
        session.finish();
        session.checkInvariants();
        expect(session.durable).toEqual(session.pushed);
        expect(session.client.unacked).toBe(0);
        gaps += session.seen.gap;
        duplicates += session.seen.duplicate;
        lostUnacked += session.seen.lostUnacked;
      }),
      { numRuns: 800 },
    );
    // A simulation in which nothing goes wrong would prove nothing.
    expect(Math.min(gaps, duplicates, lostUnacked)).toBeGreaterThan(100);
  });
});

describe("SequenceGate", () => {
  test("accepts 1..n once each from any shuffled, repeated stream that goes on long enough", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.infiniteStream(fc.nat(29)), (n, stream) => {
        const gate = new SequenceGate({ window: 8 });
        const accepted: number[] = [];
        for (let i = 0; i < 20_000 && accepted.length < n; i++) {
          const seq = ((stream.next().value as number) % n) + 1;
          if (gate.offer(seq, seq * 7) === "accept") accepted.push(seq);
        }
        expect(accepted).toEqual(Array.from({ length: n }, (_, i) => i + 1));
      }),
      { numRuns: 50 },
    );
  });

  test("finds other content under a known number inside the window, and takes it for a repeat beyond", () => {
    const gate = new SequenceGate({ window: 4 });
    for (let seq = 1; seq <= 10; seq++) gate.offer(seq, seq);
    expect([10, 9, 8, 7].map((seq) => gate.offer(seq, -1))).toEqual(Array(4).fill("conflict"));
    expect(gate.offer(6, -1)).toBe("duplicate");
    expect(gate.offer(7, 7)).toBe("duplicate");
  });

  test("an unknown content conflicts with nothing; a remembered one does", () => {
    const gate = new SequenceGate({ wanted: 100 });
    expect(gate.offer(99, 5)).toBe("duplicate");
    gate.remember(99, 4);
    expect(gate.offer(99, 5)).toBe("conflict");
    expect(gate.offer(99, UNKNOWN_CONTENT)).toBe("duplicate");
    gate.remember(100, 1);
    expect(gate.offer(100, 2)).toBe("accept");
  });

  test("wants again what could not be stored, then with any content", () => {
    const gate = new SequenceGate();
    for (let seq = 1; seq <= 5; seq++) gate.offer(seq, seq);
    gate.rewind(4);
    expect(gate.wanted).toBe(4);
    expect(gate.offer(5, 5)).toBe("gap");
    expect(gate.offer(4, 44)).toBe("accept");
    expect(gate.offer(3, -1)).toBe("conflict");
    gate.rewind(9);
    expect(gate.wanted).toBe(5);
  });
});

describe("OutboundWindow", () => {
  test("a full window takes nothing more until something is acked", () => {
    const window = new OutboundWindow<string>({ capacity: 2 });
    expect([window.push("a"), window.push("b"), window.push("c")]).toEqual([true, true, false]);
    window.resume(1, 10);
    expect([window.next(), window.next(), window.next()]).toEqual([
      { seq: 1, item: "a" },
      { seq: 2, item: "b" },
      null,
    ]);
    window.ack(1, 10);
    expect(window.push("c")).toBe(true);
    expect(window.next()).toEqual({ seq: 3, item: "c" });
  });

  test("a credit that shrinks below what is under way stops the client until acks have caught up", () => {
    const window = new OutboundWindow<number>({ capacity: 10 });
    for (let i = 1; i <= 6; i++) window.push(i);
    window.resume(1, 4);
    for (let i = 0; i < 4; i++) window.next();
    window.ack(1, 2);
    expect(window.next()).toBeNull();
    window.ack(3, 2);
    expect(window.next()).toEqual({ seq: 5, item: 5 });
  });

  test("a robot that restarts takes up the server's count; one that kept its items keeps its own", () => {
    const fresh = new OutboundWindow<string>({ capacity: 5 });
    fresh.push("a");
    expect(fresh.resume(501, 5)).toEqual({ lost: 0 });
    expect(fresh.next()).toEqual({ seq: 501, item: "a" });

    const kept = new OutboundWindow<string>({ capacity: 5, acked: 498 });
    for (const item of ["x", "y", "z"]) kept.push(item);
    kept.resume(500, 5);
    expect(kept.next()).toEqual({ seq: 500, item: "y" });
  });

  test("a server that has forgotten what it acked is found out, and nothing is sent to it", () => {
    const window = new OutboundWindow<string>({ capacity: 5 });
    for (const item of ["a", "b", "c"]) window.push(item);
    window.resume(1, 5);
    window.next();
    window.next();
    window.ack(2, 5);
    window.disconnect();
    expect(window.resume(1, 5)).toEqual({ lost: 2 });
    expect(window.next()).toBeNull();
  });

  test("a gap is filled on the same connection, from the number wanted on; a gap of acked or unsent numbers changes nothing", () => {
    const window = new OutboundWindow<number>({ capacity: 10 });
    for (let i = 1; i <= 5; i++) window.push(i);
    window.resume(1, 4);
    for (let i = 0; i < 4; i++) window.next();
    window.ack(1, 4);
    window.gap(3);
    expect([3, 4, 5].map(() => window.next()?.seq)).toEqual([3, 4, 5]);
    window.gap(1);
    window.gap(6);
    expect([window.next(), window.inFlight]).toEqual([null, 4]);
  });

  test("an ack of what was never sent is refused, a late one changes nothing", () => {
    const window = new OutboundWindow<string>({ capacity: 5 });
    window.push("a");
    window.resume(1, 5);
    expect(() => window.ack(1, 5)).toThrow("never sent");
    window.next();
    window.ack(1, 5);
    window.ack(0, 5);
    expect(window.acked).toBe(1);
    expect(() => window.resume(4, 5)).toThrow("never sent");
  });
});

describe("contentHash", () => {
  test("tells apart what differs in one field or one byte, and not what differs in the number alone", () => {
    const bytes = new Uint8Array(41);
    const base: DataItem = {
      type: "message",
      seq: 1,
      topic: "/a",
      timestamp: 1,
      frame_index: null,
      data_type: "image",
      data: bytes,
    };
    const others: DataItem[] = [
      { ...base, topic: "/b" },
      { ...base, timestamp: 1 + 1e-15 },
      { ...base, frame_index: 0 },
      { ...base, data: new Uint8Array(42) },
      ...Array.from({ length: 41 }, (_, i) => ({ ...base, data: bytes.with(i, 1) })),
    ];
    expect(new Set([base, ...others].map(contentHash)).size).toBe(others.length + 1);
    expect(contentHash({ ...base, seq: 2 })).toBe(contentHash(base));
  });

  test("does not depend on where the bytes lie", () => {
    const pool = Uint8Array.from({ length: 64 }, (_, i) => i % 13);
    const at = (offset: number): number =>
      contentHash({
        type: "message",
        seq: 1,
        topic: "/a",
        timestamp: 0,
        frame_index: 0,
        data_type: "image",
        data: pool.subarray(offset, offset + 26),
      });
    expect(at(13)).toBe(at(0));
    expect(at(26)).toBe(at(0));
    expect(at(1)).not.toBe(at(0));
  });
});
