import fs from "node:fs";
import path from "node:path";
import { RobotClient } from "@retake/mock-robot/client";
import { expect, test } from "vitest";
import { OLD_LOG } from "../src/old-log.ts";
import { Plant } from "../src/plant/plant.ts";
import { rowFaults, untilStored } from "../src/plant/stored.ts";
import { audit } from "../src/robots/audit.ts";
import { itemOf } from "../src/robots/content.ts";
import { Fleet } from "../src/robots/fleet.ts";
import { HandRobot } from "../src/robots/hand-robot.ts";
import { Ledger } from "../src/robots/ledger.ts";
import { TruthfulRobot } from "../src/robots/truthful-robot.ts";
import { seeded } from "../src/seeded.ts";
import { until } from "../src/until.ts";
import { SOUND } from "./sound.ts";

const OLD_FOLDER = path.join(import.meta.dirname, "old-log");

test("F13: a log of version 0.1.0 without any rows is read whole, its robot goes on in it, and it is stored; segments and log of an earlier run are read by the next", async () => {
  await using plant = await Plant.open();
  await plant.db.prisma.workspace.updateMany({ data: { id: OLD_LOG.workspaceId } });
  fs.cpSync(OLD_FOLDER, path.join(plant.dataDir, "log"), { recursive: true });
  await Promise.all([plant.startIngest(), plant.startFront()]);
  const [ended, cutOff] = OLD_LOG.sessions.map(({ sessionId, number, items }) => {
    const ledger = new Ledger(sessionId);
    for (let seq = 1; seq <= items; seq++) ledger.add(itemOf(number, seq));
    ledger.acked = items;
    return ledger;
  }) as [Ledger, Ledger];
  const old = [ended, cutOff];
  await until("both are registered again", async () => (await plant.db.prisma.recording.count()) === 2);
  const found = await audit(plant.ask, old);
  expect(found).toMatchObject(SOUND);
  expect([found.readable, found.acked]).toEqual([90, 90]);

  let from = 0;
  const robot = new RobotClient({
    url: plant.door(),
    token: plant.robotToken,
    session: { sessionId: cutOff.sessionId },
    resume: true,
    hooks: { onStarted: (resumeFrom) => (from = resumeFrom) },
  });
  await robot.start();
  expect(from).toBe(cutOff.handed + 1);
  for (let seq = from; seq <= 60; seq++) {
    robot.send(itemOf(42, seq));
    cutOff.add(itemOf(42, seq));
  }
  await robot.finish();
  cutOff.acked = 60;
  await plant.startWorker();
  await untilStored(plant.db, old, plant);

  // The next run finds segments of these, and its own recordings in the log.
  const common = { token: plant.robotToken, door: plant.door, perSecond: 60 };
  const fleet = new Fleet({ ...common, robots: 2, random: seeded(13) });
  await fleet.begin();
  await fleet.acks(100);
  for (const which of ["worker", "front", "ingest"] as const) await plant.end(which, "SIGTERM");
  await fleet.comeBack(() => Promise.all([plant.startIngest(), plant.startFront()]));
  const all = [...old, ...fleet.ledgers];
  expect(await audit(plant.ask, all)).toMatchObject(SOUND);
  await fleet.end();
});

test("F13: robots of protocol 1 and 2 record side by side; a protocol and a frame of the future are refused in words", async () => {
  await using plant = await Plant.open();
  await Promise.all([plant.startIngest(), plant.startFront(), plant.startWorker()]);
  const common = { token: plant.robotToken, door: plant.door, perSecond: 60, random: () => 0.5 };
  const robots = ([1, 2] as const).map(
    (protocol) =>
      new TruthfulRobot({
        ...common,
        name: `protocol-${protocol}`,
        number: protocol,
        protocol,
        form: "text",
      }),
  );
  for (const robot of robots) await robot.begin();
  await until("both have said something", () => robots.every(({ ledger }) => ledger.handed > 100));

  const future = await HandRobot.connect(plant.door(), plant.robotToken);
  future.send({ type: "session_start", session_id: "future", protocol: 3 });
  expect([await future.ends(), future.errors()]).toEqual([4400, ["unsupported_protocol"]]);
  expect(await future.hears("error")).toMatchObject({
    fatal: true,
    message: expect.stringMatching(/\b1\b.*\b2\b/),
  });
  const frames = await HandRobot.connect(plant.door(), plant.robotToken);
  await frames.start("future-frames");
  frames.ws.send(Buffer.from("52540200100000000000000000000000", "hex"));
  expect([await frames.ends(), frames.errors()]).toEqual([4400, ["unsupported_frame"]]);

  for (const robot of robots) await robot.end();
  const ledgers = robots.flatMap((robot) => robot.ledgers);
  await untilStored(plant.db, ledgers, plant);
  const found = await audit(plant.ask, ledgers);
  expect(found).toMatchObject(SOUND);
  expect(found.readable).toBe(found.acked);
  // A mark of protocol 1 has no number of the robot's: it is counted apart.
  const [, second] = ledgers;
  expect(await rowFaults(plant.db, [second!])).toEqual([]);
});
