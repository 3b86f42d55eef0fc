import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseCliArgs } from "../src/cli-args.ts";
import { drawBar } from "../src/cli-progress.ts";
import { childEnvironment } from "./env.ts";

const CLI = join(import.meta.dirname, "../src/cli.ts");

test("flags are the seed's and ours; what is missing or unknown is wrong usage", () => {
  const argv = [
    "--dataset",
    "lerobot/pusht",
    "--episodes",
    "50",
    "--skip-download",
    "--embed",
    "--revision",
    "v3.0",
    "--json",
  ];
  expect(parseCliArgs(argv)).toEqual({
    dataset: "lerobot/pusht",
    episodes: 50,
    skipDownload: true,
    embed: true,
    revision: "v3.0",
    workspace: null,
    json: true,
  });
  expect(parseCliArgs(["--help"])).toBe("help");
  for (const wrong of [
    [],
    ["--dataset"],
    ["--dataset", "a", "--episodes", "0"],
    ["--dataset", "a", "--nope"],
    ["a"],
  ]) {
    expect(() => parseCliArgs(wrong)).toThrow();
  }
});

test("the bar never leaves its frame", () => {
  const at = (done: number): string =>
    drawBar({ phase: "episodes", done, total: 206, unit: "episodes", imported: 0, unchanged: 0 });
  expect(at(0)).toBe("importing   [----------------------------] 0/206 episodes");
  expect(at(206)).toBe("importing   [############################] 206/206 episodes");
  expect(at(103)).toHaveLength(at(104).length);
});

test("the process answers with the exit codes of its help text, and with one line of JSON", async () => {
  const home = await mkdtemp(join(tmpdir(), "retake-cli-"));
  const run = (argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      // Nothing listens there: what needs a database must say so and fail.
      const env = childEnvironment({ DATABASE_URL: "postgres://127.0.0.1:1/none", RETAKE_DATA_DIR: home });
      execFile(process.execPath, ["--import", "tsx", CLI, ...argv], { env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      });
    });
  expect(await run(["--help"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Exit codes") as string,
  });
  expect(await run(["--dataset"])).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining("Usage") as string,
  });
  const failed = await run(["--dataset", "lerobot/pusht", "--json"]);
  expect(failed.code).toBe(1);
  expect(failed.stdout.trim().split("\n")).toHaveLength(1);
  expect(JSON.parse(failed.stdout)).toMatchObject({
    status: "failed",
    imported: 0,
    error: { code: "unavailable" },
  });
  await rm(home, { recursive: true });
});
