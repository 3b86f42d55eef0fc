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
