import { expect, test } from "vitest";
import { readConfig } from "../src/config.ts";
import { AppError } from "../src/errors.ts";

function faults(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof AppError) return (error.issues ?? []).map((issue) => issue.path);
  }
  return [];
}

test("an empty environment gives a working configuration on loopback", () => {
  expect(readConfig({})).toMatchObject({
    host: "127.0.0.1",
    port: 3000,
    ingestPort: 8000,
    storageUrl: "file:./data/store",
    openai: null,
  });
});

test("all faults are told at once, each under its name", () => {
  const env = { PORT: "http", DATABASE_URL: "mysql://x", AUTH_SECRET: "short", LOG_LEVEL: "loud" };
  expect(faults(env).toSorted()).toEqual(["AUTH_SECRET", "DATABASE_URL", "LOG_LEVEL", "PORT"]);
});

test("half an OAuth client is a fault that names the missing half", () => {
  expect(faults({ AUTH_GITHUB_ID: "x" })).toEqual(["AUTH_GITHUB_SECRET"]);
  expect(faults({ AUTH_OIDC_ISSUER: "https://id.example" })).toEqual(["AUTH_OIDC_CLIENT_ID"]);
});

test("a store that this version cannot open is a fault of the environment, told with the others before anything starts", () => {
  expect(faults({ STORAGE_URL: "s3://bucket/prefix", PORT: "http" })).toEqual(["STORAGE_URL", "PORT"]);
  expect(() => readConfig({ STORAGE_URL: "s3://bucket" })).toThrow(/no S3 adapter.*file:/s);
  for (const url of ["ftp://x", "/plain/path", "file:"])
    expect(faults({ STORAGE_URL: url }), url).toEqual(["STORAGE_URL"]);
});

test("a host is an address or a name, without scheme and port", () => {
  for (const host of ["http://x", "127.0.0.1:3000", "a b", "[::1]", "-x"])
    expect(faults({ HOST: host }), host).toEqual(["HOST"]);
  for (const host of [
    "127.0.0.1",
    "0.0.0.0",
    "::",
    "::1",
    "fe80::1%eth0",
    "::ffff:10.0.0.1",
    "robot-lab.local",
    "localhost",
  ])
    expect(readConfig({ HOST: host }).host).toBe(host);
});

test("whether the hub is off is said in words that the hub's own libraries know", () => {
  expect(faults({ HF_HUB_OFFLINE: "maybe" })).toEqual(["HF_HUB_OFFLINE"]);
  for (const [word, offline] of [
    ["1", true],
    ["YES", true],
    ["0", false],
    ["off", false],
    ["", false],
  ] as const)
    expect(readConfig({ HF_HUB_OFFLINE: word }).hub.offline, word).toBe(offline);
});

test("folders that datasets may come from are absolute: each process has a working folder of its own", () => {
  expect(readConfig({ RETAKE_IMPORT_ROOTS: "/data/robots:/mnt/x" }).importRoots).toEqual([
    "/data/robots",
    "/mnt/x",
  ]);
  expect(faults({ RETAKE_IMPORT_ROOTS: "/data:robots" })).toEqual(["RETAKE_IMPORT_ROOTS"]);
});
