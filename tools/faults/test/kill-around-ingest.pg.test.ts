import { expect, test } from "vitest";
import { killAroundIngest } from "../src/faults/kill-around-ingest.ts";
import { sayIn } from "./say.ts";
import { SOUND } from "./sound.ts";

test("F2: while the front, the worker or Postgres is killed, ingest goes on acknowledging and nothing of it is lost; a new session is sent away while Postgres is gone, and comes in by itself afterwards", async () => {
  const report = await killAroundIngest({ rounds: 3, robots: 6, perSecond: 30, seed: 2, say: sayIn("F2") });
  expect(report).toMatchObject({
    kills: { front: 1, worker: 1, postgres: 1 },
    between: SOUND,
    after: SOUND,
    rows: [],
    cuts: 0,
  });
  for (const acked of Object.values(report.ackedWhileDown)) expect(acked).toBeGreaterThanOrEqual(300);
  expect(report.refusals).toEqual(["internal"]);
  expect(report.after.readable).toBe(report.after.acked);
});
