import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

interface LockedPackage {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const root = path.resolve(import.meta.dirname, "../../..");
const lock = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")) as {
  packages: Record<string, LockedPackage>;
};
const places = Object.keys(lock.packages);
const SINGLE = ["next", "react", "react-dom", "@prisma/client", "@trpc/server", "typescript", "zod"];

describe("the lockfile installs on every platform, from any registry", () => {
  it("holds each platform's binary of every package that has one", () => {
    const missing = Object.entries(lock.packages).flatMap(([place, locked]) =>
      Object.keys(locked.optionalDependencies ?? {})
        .filter((name) => !places.some((other) => other.endsWith(`node_modules/${name}`)))
        .map((name) => `${name}, wanted by ${place}`),
    );
    expect(missing).toEqual([]);
  });

  it("names no registry host", () => {
    const hosts = Object.values(lock.packages).filter((locked) => /^https?:/.test(locked.resolved ?? ""));
    expect(hosts).toEqual([]);
  });

  it("has one version of each package that must exist once", () => {
    const versions = SINGLE.map((name) => {
      const found = Object.entries(lock.packages).filter(([place]) => place.endsWith(`node_modules/${name}`));
      return { name, versions: new Set(found.map(([, locked]) => locked.version)).size };
    });
    expect(versions).toEqual(SINGLE.map((name) => ({ name, versions: 1 })));
  });
});
