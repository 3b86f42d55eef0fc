import { expect, test } from "vitest";
import { besideAbuse, besideSlowViewers, type BesideReport } from "../src/faults/beside-abuse.ts";
import { inMegabytes } from "../src/hostile/memory-of.ts";
import { sayIn } from "./say.ts";
import { SOUND } from "./sound.ts";

/** A process of ours has about 200 MB when it does nothing. */
const MEMORY_MAX = 700e6;
const ROBOTS = 3;

function checkHonest({ wrong, starts, after, memory }: BesideReport, say: (line: string) => void): void {
  expect(wrong).toEqual([]);
  expect(starts).toEqual(Array.from({ length: ROBOTS }, () => 1));
  expect(after).toMatchObject(SOUND);
  expect(after.readable).toBe(after.acked);
  say(
    `at most ${inMegabytes(memory.ingest ?? undefined)} in ingest, ${inMegabytes(memory.front ?? undefined)} in the front`,
  );
  expect(memory.ingest ?? 0).toBeLessThan(MEMORY_MAX);
  expect(memory.front ?? 0).toBeLessThan(MEMORY_MAX);
}

test("F9: garbage, floods, bombs and sockets that say nothing are closed with their codes, while honest robots beside them get all their acks, and memory stays bounded", async () => {
  const say = sayIn("F9");
  checkHonest(await besideAbuse({ rounds: 2, robots: ROBOTS, seed: 9, say }), say);
});

test("F10: 20 viewers that read 1 kB a second cost robots no ack and no connection, and memory stays bounded", async () => {
  const say = sayIn("F10");
  checkHonest(await besideSlowViewers({ rounds: 3, robots: ROBOTS, seed: 10, say }), say);
});
