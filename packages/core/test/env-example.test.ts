import fs from "node:fs";
import { expect, test } from "vitest";
import { ENV_NAMES, readConfig } from "../src/config.ts";

const lines = fs.readFileSync(new URL("../../../.env.example", import.meta.url), "utf8").split("\n");
const isSetting = (line: string): boolean => /^[A-Z_]+=/.test(line);

test(".env.example names every variable the product knows, in its order, and no other", () => {
  expect(lines.filter(isSetting).map((line) => line.split("=")[0])).toEqual([...ENV_NAMES]);
});

test("every setting of .env.example is explained, with its default, in the line above it", () => {
  lines.forEach((line, i) => {
    if (isSetting(line)) expect(lines[i - 1]).toMatch(/^# .+\(default: .+\)$/);
  });
});

test(".env.example as it is changes nothing", () => {
  const env = Object.fromEntries(lines.filter(isSetting).map((line) => line.split("=") as [string, string]));
  expect(readConfig(env)).toEqual(readConfig({}));
});
