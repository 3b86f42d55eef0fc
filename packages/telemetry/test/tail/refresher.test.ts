import { setImmediate } from "node:timers/promises";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Refresher } from "../../src/tail/refresher.ts";

describe("reading on", () => {
  test("never happens twice at once, and always begins after it was asked for", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }),
        async (pauses, failures) => {
          let began = 0;
          let running = 0;
          const read = async (): Promise<boolean> => {
            const number = began++;
            expect(++running).toBe(1);
            await pause(number % 3);
            running--;
            if (failures[number] === true) throw new Error("the disk");
            return false;
          };
          const refresher = new Refresher(read, { pollMs: 1, keepUpMs: null });
          const asked: Promise<void>[] = [];
          for (const ticks of pauses) {
            const before = began;
            const answer = refresher.refresh().catch(() => undefined);
            asked.push(answer.then(() => expect(began).toBeGreaterThan(before)));
            await pause(ticks);
          }
          await Promise.all(asked);
          expect(began).toBeLessThanOrEqual(pauses.length);
          refresher.close();
        },
      ),
      { numRuns: 200 },
    );
  });

  test("callers that come while it runs share the next one", async () => {
    let began = 0;
    const refresher = new Refresher(
      async () => {
        began++;
        await setImmediate();
        return true;
      },
      { pollMs: 1, keepUpMs: null },
    );
    await Promise.all(Array.from({ length: 50 }, () => refresher.refresh()));
    expect(began).toBe(2);
    refresher.close();
  });
});

/** Lets so many microtasks, or turns of the event loop, pass. */
async function pause(ticks: number): Promise<void> {
  for (let i = 0; i < ticks; i++) await (i % 2 === 0 ? Promise.resolve() : setImmediate());
}
