import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { Waker } from "../src/run/waker.ts";

test("a loop that sleeps again and again listens to its signal once", async () => {
  const waker = new Waker();
  const { signal } = new AbortController();
  for (let time = 0; time < 100; time++) {
    const asleep = waker.sleep(signal);
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    waker.wake();
    await asleep;
  }
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("a signal ends a sleep, and those after it", async () => {
  const waker = new Waker();
  const stop = new AbortController();
  const asleep = waker.sleep(stop.signal);
  stop.abort();
  await asleep;
  await waker.sleep(stop.signal);
});
