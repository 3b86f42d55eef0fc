import { describe, expect, it } from "vitest";
import { neighbourRate, PlayClock, RATES } from "./play-clock.ts";

describe("PlayClock", () => {
  it("runs at its rate, changes rate without a jump, and stands while stopped", () => {
    let now = 1_000;
    const clock = new PlayClock(5, () => now);
    now += 1_000;
    expect(clock.timeAt()).toBe(5);
    clock.run();
    now += 500;
    expect(clock.timeAt()).toBe(5.5);
    clock.setRate(4);
    expect(clock.timeAt()).toBe(5.5);
    now += 250;
    expect(clock.timeAt()).toBe(6.5);
    clock.stop();
    now += 9_999;
    expect(clock.timeAt()).toBe(6.5);
    clock.run();
    now += 100;
    expect(clock.timeAt()).toBeCloseTo(6.9, 9);
  });

  it("keeps the rate between 0.1 and 16", () => {
    const clock = new PlayClock(0, () => 0);
    clock.setRate(0);
    expect(clock.rate).toBe(0.1);
    clock.setRate(99);
    expect(clock.rate).toBe(16);
  });
});

describe("neighbourRate", () => {
  it("walks the whole menu up and down and stays at its ends", () => {
    let rate: number = RATES[0];
    const seen = [rate];
    while (rate < 16) seen.push((rate = neighbourRate(rate, 1)));
    expect(seen).toEqual([...RATES]);
    expect(neighbourRate(16, 1)).toBe(16);
    expect(neighbourRate(0.1, -1)).toBe(0.1);
    expect(neighbourRate(1.1, 1)).toBe(1.25);
    expect(neighbourRate(1.1, -1)).toBe(1);
  });
});
