import { AppError } from "@retake/core/errors";
import type { OnDurable } from "@retake/telemetry/log";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HeldQueue } from "../src/recording/held-queue.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Refuses as the log does: all that waits at once, or at the call. */
class Refusing {
  readonly durable: number[] = [];
  refusing = false;
  #next = 0;
  #waiting: { id: number; done: OnDurable }[] = [];

  append(id: number, done: OnDurable): void {
    if (this.refusing) throw new AppError("unavailable", "too much waits");
    if (id !== this.#next) throw new AppError("conflict", `the next is ${this.#next}, not ${id}`);
    this.#next++;
    this.#waiting.push({ id, done });
  }

  commit(count: number): void {
    for (const { id, done } of this.#waiting.splice(0, count)) {
      this.durable.push(id);
      done(null);
    }
  }

  reject(code: "storage_full" | "unavailable"): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#next = this.durable.length;
    for (const { done } of waiting) done(new AppError(code, "not now"));
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("push" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("commit" as const), count: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reject" as const), full: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("refuse" as const), on: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const) }) },
);

test("whatever the log refuses, everything held becomes durable once, in order, and nothing is lost", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const log = new Refusing();
      const confirmed: number[] = [];
      const lost: AppError[] = [];
      const nothing = (): void => undefined;
      const queue = new HeldQueue(
        { blocked: nothing, freed: nothing, lost: (error) => lost.push(error) },
        10,
      );
      let pushed = 0;
      for (const each of steps) {
        if (each.do === "commit") log.commit(each.count);
        else if (each.do === "reject") log.reject(each.full ? "storage_full" : "unavailable");
        else if (each.do === "refuse") log.refusing = each.on;
        else if (each.do === "wait") vi.advanceTimersByTime(10);
        else {
          const id = pushed++;
          const append = (done: OnDurable): void => log.append(id, done);
          queue.push({ count: 1, bytes: 3, append, durable: () => confirmed.push(id) });
        }
        expect(queue.count).toBe(pushed - confirmed.length);
      }
      log.refusing = false;
      for (let round = 0; round < 10 && !queue.empty; round++) {
        vi.advanceTimersByTime(10);
        log.commit(Infinity);
      }
      expect(lost).toEqual([]);
      expect(confirmed).toEqual(Array.from({ length: pushed }, (_, id) => id));
      expect(log.durable).toEqual(confirmed);
      expect([queue.count, queue.bytes, queue.empty, queue.refused]).toEqual([0, 0, true, null]);
    }),
    { numRuns: 300 },
  );
});

test("a log that belongs to somebody else now is told as lost, and nothing is tried again", () => {
  const lost: string[] = [];
  const nothing = (): void => undefined;
  const queue = new HeldQueue({ blocked: nothing, freed: nothing, lost: ({ code }) => lost.push(code) }, 10);
  let tries = 0;
  const append = (done: OnDurable): void => {
    tries += 1;
    done(new AppError("conflict", "taken over"));
  };
  queue.push({ count: 1, bytes: 1, append, durable: nothing });
  vi.advanceTimersByTime(1_000);
  expect({ lost, tries, empty: queue.empty }).toEqual({ lost: ["conflict"], tries: 1, empty: true });
});
