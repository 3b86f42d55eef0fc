import path from "node:path";
import { expect, test } from "vitest";
import { Plant } from "../src/plant/plant.ts";
import { mountSmallDisk, type SmallDisk } from "../src/plant/small-disk.ts";
import { rowFaults, untilStored } from "../src/plant/stored.ts";
import { audit } from "../src/robots/audit.ts";
import { Fleet } from "../src/robots/fleet.ts";
import { seeded } from "../src/seeded.ts";
import { until } from "../src/until.ts";
import { SOUND } from "./sound.ts";

const DISK_BYTES = 24 << 20;

test("F5: on a full disk acks stop and robots are told storage_full; what was acked is read, also after a kill -9 on the full disk; when there is space recording goes on by itself, and nothing is lost", async ({
  skip,
}) => {
  let disk: SmallDisk | string = "";
  await using plant = await Plant.open({
    prepare: (dataDir) => (disk = mountSmallDisk(path.join(dataDir, "log"), DISK_BYTES)),
  });
  const mounted = disk as SmallDisk | string;
  if (typeof mounted === "string") return skip(mounted);
  using small = mounted;
  await Promise.all([plant.startIngest(), plant.startFront(), plant.startWorker()]);
  const common = { token: plant.robotToken, door: plant.door, perSecond: 60 };
  const fleet = new Fleet({ ...common, robots: 4, random: seeded(5) });
  const toldFull = (): boolean => fleet.robots.every(({ errors }) => errors.includes("storage_full"));
  await fleet.begin();
  await fleet.acks(200);

  // The reserve that the log gives back when it is full is ballast's too.
  await until("every robot is told", async () => {
    await small.fill();
    return toldFull();
  });
  const stopped = fleet.acked;
  expect(await health(plant)).toMatchObject({ status: "degraded", reason: "The recording disk is full." });
  const handed = fleet.ledgers.map((ledger) => ledger.handed);
  await until("robots go on handing over", () =>
    fleet.ledgers.every((ledger, i) => ledger.handed > (handed[i] ?? 0) + 50),
  );
  expect(fleet.acked).toBe(stopped);
  expect(await audit(plant.ask, fleet.ledgers)).toMatchObject(SOUND);
  expect(fleet.robots.map(({ starts }) => starts)).toEqual([1, 1, 1, 1]);

  await plant.end("ingest");
  await fleet.comeBack(() => plant.startIngest());
  const resumed = fleet.acked;
  expect(await health(plant)).toMatchObject({ log: { full: true } });
  expect(await audit(plant.ask, fleet.ledgers)).toMatchObject(SOUND);
  expect(fleet.acked).toBe(resumed);

  await small.free();
  await fleet.acks(400);
  await until("ingest is well again", async () => (await health(plant))["status"] === "ok");
  await fleet.end();
  await untilStored(plant.db, fleet.ledgers, plant);
  const found = await audit(plant.ask, fleet.ledgers);
  expect(found).toMatchObject(SOUND);
  expect(found.readable).toBe(found.acked);
  expect(await rowFaults(plant.db, fleet.ledgers)).toEqual([]);
});

async function health(plant: Plant): Promise<Record<string, unknown>> {
  const url = plant.door().replace("ws:", "http:").replace("/ws/ingest", "/health");
  return (await (await fetch(url)).json()) as Record<string, unknown>;
}
