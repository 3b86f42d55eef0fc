import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { killRounds } from "./kill-rounds.ts";

test("after each of 10 kill -9 of a process that writes for 10 robots, all that was acked is there once, in order", async () => {
  await using folder = await temporaryFolder();
  const { acked } = await killRounds(`${folder.path}/log`, 10);
  expect(acked).toBeGreaterThan(100);
}, 120_000);
