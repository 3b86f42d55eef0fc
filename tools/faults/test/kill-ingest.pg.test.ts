import { expect, test } from "vitest";
import { killIngest } from "../src/faults/kill-ingest.ts";
import { sayIn } from "./say.ts";
import { SOUND } from "./sound.ts";

test("F1: of 10 robots, what was acked before a kill -9 of ingest is readable once, in order and as it was sent, before and after it is stored; nobody lifts a hand", async () => {
  const report = await killIngest({ rounds: 3, robots: 10, perSecond: 30, seed: 1, say: sayIn("F1") });
  expect(report).toMatchObject({ between: SOUND, before: SOUND, after: SOUND, rows: [] });
  expect(report.kills).toBeGreaterThanOrEqual(3);
  expect(report.after.acked).toBeGreaterThan(500);
  expect(report.after.readable).toBe(report.after.acked);
  expect(report.after.pictures).toBeGreaterThan(50);
});
