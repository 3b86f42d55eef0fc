import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startTestDatabase, testDataFolder } from "@retake/dev-env";
import { expect, test } from "vitest";
import { openEvalHouse } from "../src/search-eval/eval-house.ts";
import { evaluate } from "../src/search-eval/evaluate.ts";
import { meanOf } from "../src/search-eval/measure.ts";

test("filters of questions hold exactly, and ranking by both ways is at least as good as by either", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "retake-search-eval-"));
  await using database = await startTestDatabase();
  const house = await openEvalHouse(folder, database.url, testDataFolder());
  try {
    const { ranked, faults, report } = await evaluate(house);
    console.log(report);
    expect(faults).toEqual([]);
    const mean = (way: "lexical" | "vector" | "fused") => meanOf(ranked.map((one) => one[way]));
    const [lexical, vector, fused] = [mean("lexical"), mean("vector"), mean("fused")];
    expect(fused.recall).toBeGreaterThanOrEqual(Math.max(lexical.recall, vector.recall));
    expect(fused.reciprocalRank).toBeGreaterThanOrEqual(
      Math.max(lexical.reciprocalRank, vector.reciprocalRank),
    );
  } finally {
    await house.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}, 900_000);
