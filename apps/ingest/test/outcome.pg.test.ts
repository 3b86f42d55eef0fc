import { type House, startHouse } from "@retake/dev-env";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "./sockets/eventually.ts";
import { Robot, sample } from "./sockets/robot.ts";

let house: House;
beforeAll(async () => {
  house = await startHouse({ ingest: true });
});
afterAll(() => house.close());

async function say(sessionId: string, outcome: string | null): Promise<void> {
  const answer = await house.fetch(`/api/v1/sessions/${sessionId}`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ outcome }),
  });
  expect(answer.status).toBe(200);
}

/** What the episode says when its robot has ended with success, and the worker has finished it. */
async function recordWith(sessionId: string, meanwhile: () => Promise<void>) {
  const robot = await Robot.connect(house.ingestUrl, { token: house.robotToken });
  await robot.start(sessionId);
  robot.send(sample(1, 1));
  await robot.acked(1);
  await meanwhile();
  robot.send({ type: "session_end", outcome: "success", last_seq: 1 });
  await robot.ends();
  return eventually(() => house.db.prisma.episode.findFirst({ where: { sessionId, status: "completed" } }));
}

test("the robot's outcome is the episode's when nobody has said another", async () => {
  expect(await recordWith("alone", async () => undefined)).toMatchObject({ outcome: "success" });
});

test("what a person said of a recording wins over what its robot says at the end", async () => {
  expect(await recordWith("judged", () => say("judged", "failure"))).toMatchObject({ outcome: "failure" });
});

test("that there is no outcome is a person's word too", async () => {
  const taken = async (): Promise<void> => {
    await say("taken-back", "failure");
    await say("taken-back", null);
  };
  expect(await recordWith("taken-back", taken)).toMatchObject({ outcome: null });
});

test("the shared document has the robot's outcome when a person opens it after the end", async () => {
  await recordWith("document", async () => undefined);
  await say("document", "failure");
  const { id } = await house.db.prisma.episode.findFirstOrThrow({ where: { sessionId: "document" } });
  const told = await house.db.prisma.activity.findMany({ where: { episodeId: id, kind: "outcome" } });
  expect(told.map(({ data }) => data)).toMatchObject([{ from: "success", to: "failure" }]);
});

const ended = (sessionId: string) =>
  eventually(() => house.db.prisma.episode.findFirst({ where: { sessionId, status: "completed" } }));

test("a robot of protocol 1 that ends with an outcome nobody knows has its episode completed, without it, and people are told", async () => {
  const robot = await Robot.connect(house.ingestUrl, { token: house.robotToken });
  robot.send({ type: "session_start", session_id: "seed" });
  robot.send(sample(null, 1));
  robot.send({ type: "session_end", outcome: "par\0tial", total_reward: "high" });
  expect(await robot.ends()).toMatchObject({ code: 1000 });
  expect(robot.told).toEqual([]);
  expect(await ended("seed")).toMatchObject({
    outcome: null,
    totalReward: null,
    warnings: [
      { code: "unknown_outcome", message: expect.stringContaining("“par\uFFFDtial”") as unknown },
      { code: "unknown_reward", message: expect.stringContaining("“high”") as unknown },
    ],
  });
});

test("one of protocol 2 is told, and says it again", async () => {
  const robot = await Robot.connect(house.ingestUrl, { token: house.robotToken });
  await robot.start("corrected");
  robot.send(sample(1, 1));
  robot.send({ type: "session_end", outcome: "partial", last_seq: 1 });
  expect(await robot.hears("error")).toMatchObject({ code: "bad_field", fatal: false });
  robot.send({ type: "session_end", outcome: "failure", last_seq: 1 });
  await robot.hears("session_ended");
  expect(await ended("corrected")).toMatchObject({ outcome: "failure", warnings: [] });
});
