import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startTestDatabase } from "@retake/dev-env";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demandEqual } from "../src/compare/demand-equal.ts";
import { writeSyntheticDataset } from "../src/dataset/synthetic-dataset.ts";
import type { Asked } from "../src/measure/rows.ts";
import { addCopies } from "../src/ours/add-copies.ts";
import { openHouse, type House } from "../src/ours/house.ts";
import { openInProcess } from "../src/ours/in-process.ts";
import { listSessions } from "../src/ours/list-sessions.ts";
import { readOriginals } from "../src/ours/read-originals.ts";
import type { Ask } from "../src/question.ts";
import { fillSeed } from "../src/seed/fill-seed.ts";
import { openSeed, type OpenSeed } from "../src/seed/open-seed.ts";

const IMPORTED = 5;
const EPISODES = 12;

describe("ours and the seed's design on the same episodes, imported and copied", () => {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "retake-bench-test-"));
  let database: Awaited<ReturnType<typeof startTestDatabase>>;
  let house: House;
  let ours: ReturnType<typeof openInProcess>;
  let seed: OpenSeed;
  let episodes: Asked[];

  beforeAll(async () => {
    database = await startTestDatabase();
    const dataset = path.join(scratch, "dataset");
    await writeSyntheticDataset(dataset, IMPORTED);
    house = await openHouse(scratch, database.url);
    await house.importFolder(dataset, IMPORTED);
    const originals = await readOriginals(house);
    const copies = await addCopies(house, originals, EPISODES);
    ours = openInProcess(house);
    await ours.ready();
    const sessions = await listSessions(ours.ask);
    const content = { episodes: [...originals.episodes, ...copies], originals: originals.samples, sessions };
    await fillSeed(path.join(scratch, "seed.duckdb"), content);
    seed = await openSeed(path.join(scratch, "seed.duckdb"));
    episodes = sessions.map(({ session_id, end_time }) => ({ sessionId: session_id, endTime: end_time }));
  });

  afterAll(async () => {
    seed?.close();
    await ours?.close();
    await house?.close();
    await database?.close();
    fs.rmSync(scratch, { recursive: true, force: true });
  });

  it("holds every episode once", () => {
    expect(new Set(episodes.map((episode) => episode.sessionId)).size).toBe(EPISODES);
  });

  it("answers every kind of question with equal content", async () => {
    expect(await demandEqual({ ours: ours.ask, seed: seed.ask }, episodes, 10)).toBe(70);
  });

  it("does not take one changed number for equal", async () => {
    const off: Ask = async (question) => {
      const text = Buffer.from(await seed.ask(question)).toString();
      return question.kind === "seek" ? text.replace(/"timestamp":(\d)/, '"timestamp":9$1') : text;
    };
    await expect(demandEqual({ ours: ours.ask, seed: off }, episodes, 1)).rejects.toThrow(
      /"kind":"seek".* differently: answer\.\d+\.timestamp/,
    );
  });
});
