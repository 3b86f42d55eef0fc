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
