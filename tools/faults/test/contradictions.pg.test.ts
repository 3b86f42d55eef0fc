import { type House, startHouse } from "@retake/dev-env";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contradict, NUMBERS } from "../src/faults/contradict.ts";
import { readSession } from "../src/robots/read-session.ts";
import { seeded } from "../src/seeded.ts";
import { until } from "../src/until.ts";

let house: House;
beforeAll(async () => {
  house = await startHouse({ ingest: true });
});
afterAll(() => house.close());

const SEEDS = [7, 70, 700];

test.each(SEEDS)(
  "F7: whatever a client repeats, leaves out, sends backwards or contradicts, over one socket or two, each number is stored once, in order, as it came first (seed %i)",
  async (seed) => {
    const sessionId = `contradiction-${seed}`;
    const { accepted, counts } = await contradict({
      door: house.ingestUrl,
      token: house.robotToken,
      sessionId,
      steps: 250,
      random: seeded(seed),
    });
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
    const read = async (): Promise<unknown[]> =>
      (await readSession(house.fetch, sessionId)).map(({ topic, timestamp, data }) => [
        topic,
        timestamp,
        data,
      ]);
    const meant = accepted.map((content, i) => [NUMBERS, (i + 1) / 100, [content]]);
    expect(await read()).toEqual(meant);
    await until("it is stored", () =>
      house.db.prisma.episode.findFirst({ where: { sessionId, status: "completed" } }),
    );
    expect(await read()).toEqual(meant);
  },
);
