import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { describe, expect, test } from "vitest";
import { findPython, pythonEnv } from "./find-python.ts";

const folder = import.meta.dirname;
const modules = fs
  .readdirSync(folder)
  .filter((name) => /^test_\w+\.py$/.test(name))
  .toSorted();
const TIMEOUT_MS = 240_000;

/** Without Python its tests are skipped and counted, except where everything has to be proved: there it is an error. */
const python = findPython();
const mustRun = Boolean(process.env.CI ?? process.env.RETAKE_TEST_DATA);

function run(...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr, error } = spawnSync(python ?? "python3", args, {
    cwd: folder,
    encoding: "utf8",
    env: pythonEnv(),
    timeout: TIMEOUT_MS,
  });
  return { status, said: `${stdout}${stderr}${error?.message ?? ""}` };
}

describe.skipIf(python === null && !mustRun)("the client for robots, in Python", () => {
  test("Python 3.9 or newer is there", () => {
    expect(python).not.toBeNull();
  });

  test("the client is one file that compiles without a warning", () => {
    const { status, said } = run(
      "-W",
      "error",
      "-c",
      "import pathlib; compile(pathlib.Path('retake_client.py').read_bytes(), 'client', 'exec')",
    );
    expect({ status, said }).toEqual({ status: 0, said: "" });
  });

  test("nothing but the standard library is imported", () => {
    const { status, said } = run(
      "-I",
      "-S",
      "-c",
      "import sys; sys.path.insert(0, '.'); import retake_client",
    );
    expect({ status, said }).toEqual({ status: 0, said: "" });
  });

  test.each(modules)(
    "%s",
    (name) => {
      const { status, said } = run("-m", "unittest", name.replace(/\.py$/, ""));
      expect(status, said).toBe(0);
      expect(said).toMatch(/^Ran [1-9]\d* tests? in /m);
      if (mustRun) expect(said).toMatch(/^OK$/m);
    },
    TIMEOUT_MS,
  );
});
