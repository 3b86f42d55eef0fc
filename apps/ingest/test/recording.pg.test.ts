import { type House, startHouse } from "@retake/dev-env";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "./sockets/eventually.ts";
import { recorded } from "./sockets/recorded.ts";
import { Robot, sample } from "./sockets/robot.ts";

let house: House;
beforeAll(async () => {
  house = await startHouse({ worker: false, ingest: true });
});
afterAll(() => house.close());

const connect = (): Promise<Robot> => Robot.connect(house.ingestUrl, { token: house.robotToken });

test("a session of protocol 2: what was acknowledged is in the log, and its rows say how much it is", async () => {
  const robot = await connect();
  const started = await robot.start("first", {
    robot_type: "so101",
    fps: 50,
    task: "pick the cube",
    operator: "Ada",
    topics: {
      "/joint_states": { data_type: "float32[]", shape: [2], names: ["a", "b"], units: ["rad", "rad"] },
      "/camera": { data_type: "image" },
    },
  });
  expect(started).toMatchObject({ session_id: "first", resume_from: 1 });
  const episode = await house.db.prisma.episode.findFirstOrThrow({
    where: { sessionId: "first" },
    include: { recording: true, topics: { orderBy: { position: "asc" } }, cameras: true, robot: true },
  });
  expect(episode).toMatchObject({
    source: "live",
    status: "recording",
    fps: 50,
    task: "pick the cube",
    operator: "Ada",
    robot: { name: "First robot", robotType: "so101" },
    recording: { connected: true, nextSeq: 1n },
    topics: [
      { name: "/joint_states", kind: "signal", shape: [2], featureNames: ["a", "b"], units: ["rad", "rad"] },
      { name: "/camera", kind: "camera", dataType: "image" },
    ],
    cameras: [{ topic: "/camera", storage: "images" }],
  });
  for (let seq = 1; seq <= 100; seq++) robot.send(sample(seq, seq));
  await robot.acked(100);
  expect((await recorded(house, "first")).values).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  robot.send({ type: "session_end", outcome: "success", total_reward: 1.5, last_seq: 100 });
  expect(await robot.hears("session_ended")).toMatchObject({ messages: 100, frames: 0, dropped: 0 });
  expect((await robot.ends()).code).toBe(1000);
  const row = await eventually(() =>
    house.db.prisma.recording.findFirst({ where: { episodeId: episode.id, endedAt: { not: null } } }),
  );
  expect(row).toMatchObject({ connected: false, messages: 100, nextSeq: 101n, sealAskedSeq: 101n });
  expect(await house.db.prisma.episode.findUniqueOrThrow({ where: { id: episode.id } })).toMatchObject({
    outcome: "success",
    totalReward: 1.5,
    totalMessages: 100,
    endTime: 2,
  });
});
