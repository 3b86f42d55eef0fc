import { type House, startHouse } from "@retake/dev-env";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Robot, sample } from "./sockets/robot.ts";

let house: House;
beforeAll(async () => {
  house = await startHouse({ ingest: true });
});
afterAll(() => house.close());

const MESSAGES = 20;

async function record(sessionId: string): Promise<void> {
  const robot = await Robot.connect(house.ingestUrl, { token: house.robotToken });
  await robot.start(sessionId);
  for (let seq = 1; seq <= MESSAGES; seq++) robot.send(sample(seq, seq));
  robot.send({ type: "session_end", outcome: "success", total_reward: 2.5, last_seq: MESSAGES });
  await robot.ends();
}

test("who is told that a session has ended finds it so by REST at once: completed, its outcome, its counts", async () => {
  for (let n = 0; n < 10; n++) {
    const sessionId = `ended-${n}`;
    await record(sessionId);
    const answer = await house.fetch(`/api/v1/sessions/${sessionId}`);
    expect(await answer.json()).toMatchObject({
      status: "completed",
      outcome: "success",
      total_reward: 2.5,
      total_messages: MESSAGES,
    });
  }
});

test("lists say so too", async () => {
  await record("listed");
  const answer = await house.fetch("/api/v1/sessions?limit=1");
  expect(await answer.json()).toMatchObject({ sessions: [{ session_id: "listed", status: "completed" }] });
});

const read = async (path: string): Promise<unknown> =>
  (await house.fetch(`/api/v1/sessions/${path}`)).json() as Promise<unknown>;

test("a rate that nobody said, and that one message cannot show, is null: while it records, in lists, and in the end", async () => {
  const robot = await Robot.connect(house.ingestUrl, { token: house.robotToken });
  await robot.start("rateless");
  robot.send(sample(1, 1));
  await robot.acked(1);
  expect(await read("rateless")).toMatchObject({ fps: null });
  robot.send({ type: "session_end", last_seq: 1 });
  await robot.ends();
  expect(await read("rateless")).toMatchObject({ fps: null, status: "completed" });
  const list = await house.fetch("/api/v1/sessions?limit=1");
  expect(await list.json()).toMatchObject({ sessions: [{ session_id: "rateless", fps: null }] });
  const slow = await house.fetch("/api/v1/sessions/search", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "fps<10 source:live" }),
  });
  expect(await slow.json()).toEqual([]);
});

test("what was marked at the robot is read beside the labels, while it records and afterwards", async () => {
  const robot = await Robot.connect(house.ingestUrl, { token: house.robotToken });
  await robot.start("marked");
  robot.send(sample(1, 1));
  robot.send({ type: "mark", seq: 2, timestamp: 0.5, kind: "phase", text: "grasp" });
  robot.send({ type: "mark", seq: 3, timestamp: "NaN", kind: "failure" });
  await robot.acked(3);
  const marks = expect.arrayContaining([
    { timestamp: 0.5, kind: "phase", text: "grasp" },
    { timestamp: expect.any(Number) as unknown, kind: "failure", text: "" },
  ]) as unknown;
  expect(await read("marked/annotations")).toEqual({ annotations: [], marks });
  robot.send({ type: "session_end", last_seq: 3 });
  await robot.ends();
  expect(await read("marked/annotations")).toEqual({ annotations: [], marks });
});
