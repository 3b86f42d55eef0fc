import { expect, test } from "vitest";
import { drainIngest } from "../src/faults/drain-ingest.ts";
import { Plant } from "../src/plant/plant.ts";
import { audit } from "../src/robots/audit.ts";
import { Fleet } from "../src/robots/fleet.ts";
import { seeded } from "../src/seeded.ts";
import { sayIn } from "./say.ts";
import { SOUND } from "./sound.ts";

test("F15: asked to stop by SIGTERM, ingest tells every robot to go, closes with 1001 and ends with 0; they come back to the next one, and nothing is lost", async () => {
  const report = await drainIngest({ rounds: 1, robots: 10, perSecond: 30, seed: 15, say: sayIn("F15") });
  expect(report).toMatchObject({ exits: [0], after: SOUND, rows: [] });
  expect(report.wentAway).toEqual(Array.from({ length: 10 }, () => 1));
  expect(report.closes).toContain(1001);
  expect(report.after.readable).toBe(report.after.acked);
});

test("of two ingest processes on one folder the second is refused in words and ends with 1, and the first goes on", async () => {
  await using plant = await Plant.open();
  await Promise.all([plant.startIngest(), plant.startFront()]);
  const common = { token: plant.robotToken, door: plant.door, perSecond: 60 };
  const fleet = new Fleet({ ...common, robots: 2, random: seeded(3) });
  await fleet.begin();
  await fleet.acks(20);
  const second = plant.spawnIngest();
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`Another ingest process writes the log in ${plant.dataDir}/log`);
  expect(second.output()).not.toContain("listening");
  await fleet.acks(100);
  await fleet.end();
  expect(fleet.robots.map(({ starts }) => starts)).toEqual([1, 1]);
  expect(await audit(plant.ask, fleet.ledgers)).toMatchObject(SOUND);
});
