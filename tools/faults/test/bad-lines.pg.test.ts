import { type House, startHouse } from "@retake/dev-env";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BAD_LINES, streamOver } from "../src/faults/bad-lines.ts";
import { FaultyLine } from "../src/line/faulty-line.ts";
import { rowFaults, untilStored } from "../src/plant/stored.ts";
import { audit } from "../src/robots/audit.ts";
import { TruthfulRobot } from "../src/robots/truthful-robot.ts";
import { seeded } from "../src/seeded.ts";
import { until } from "../src/until.ts";
import { SOUND } from "./sound.ts";

const HEARTBEAT_MS = 400;
let house: House;
beforeAll(async () => {
  house = await startHouse({ ingest: { socketLimits: { heartbeatMs: HEARTBEAT_MS } } });
});
afterAll(() => house.close());

const doorOf = () => ({ door: house.ingestUrl, token: house.robotToken });

describe("F6", { concurrent: true }, () => {
  for (const [i, [name, fault]] of Object.entries(BAD_LINES).entries()) {
    test(`over ${name} a robot goes on where it was, and nothing is lost or doubled`, async () => {
      const robot = await streamOver(fault, {
        ...doorOf(),
        name: `bad-line-${i}`,
        random: seeded(60 + i),
        heartbeatMs: 500,
        times: 2,
        downMs: 1_000,
      });
      await untilStored(house.db, robot.ledgers);
      const found = await audit(house.fetch, robot.ledgers);
      expect(found).toMatchObject(SOUND);
      expect(found.readable).toBe(found.acked);
      expect(await rowFaults(house.db, robot.ledgers)).toEqual([]);
    });
  }

  test("the server frees a half-open connection within two heartbeats", async () => {
    await using line = await FaultyLine.open(house.ingestUrl, seeded(6));
    const robot = new TruthfulRobot({
      name: "half-open",
      number: 2,
      token: house.robotToken,
      door: () => line.url,
      perSecond: 60,
      random: () => 0.5,
    });
    await robot.begin();
    await until("it is acked", () => robot.acked > 20);
    robot.rest();
    await until("all of it is acked", () => robot.acked === robot.ledger.handed);
    const [frozen] = line.freeze();
    await frozen!.freed;
    expect(frozen!.pings()).toBeLessThanOrEqual(2);
    const sessionId = robot.ledger.sessionId;
    await until("its row says so", () =>
      house.db.prisma.recording.findFirst({ where: { connected: false, episode: { sessionId } } }),
    );
    robot.leave();
  });
});
