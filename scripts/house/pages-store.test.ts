import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { processStamp } from "@retake/db/local-postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type PagesStore, openPagesStore, serverOf } from "./pages-store.ts";

let folder = "";
let store: PagesStore;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "retake-pages-"));
  store = openPagesStore(folder);
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const hashOf = (n: number): string => String(n).padStart(16, "0");

/** As if built `n` seconds after the start of 2026, by a process that is gone since. */
function publish(n: number): void {
  const built = path.join(folder, "built");
  fs.mkdirSync(path.dirname(serverOf(built)), { recursive: true });
  fs.writeFileSync(serverOf(built), `build ${n}`);
  store.publish(built, hashOf(n));
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, n));
  fs.utimesSync(path.join(folder, hashOf(n)), at, at);
  fs.rmSync(path.join(folder, "used", `${hashOf(n)}.${process.pid}`));
}

function serveFrom(n: number, pid: number): void {
  fs.writeFileSync(path.join(folder, "used", `${hashOf(n)}.${pid}`), processStamp(pid) ?? "");
}

const kept = (): string[] => fs.readdirSync(folder).filter((name) => name !== "used");

test("a published build is found by the hash of its sources, and no other", () => {
  publish(1);
  expect(fs.readFileSync(serverOf(store.find(hashOf(1))!), "utf8")).toBe("build 1");
  expect(store.find(hashOf(2))).toBeNull();
});

test("the last two builds are kept", () => {
  for (const n of [1, 2, 3, 4]) publish(n);
  expect(kept().toSorted()).toEqual([hashOf(3), hashOf(4)]);
});

test("a build is kept for as long as a house that serves it lives, however many follow", async () => {
  const house = spawn("sleep", ["600"]);
  publish(1);
  serveFrom(1, house.pid!);
  for (const n of [2, 3, 4]) publish(n);
  expect(store.find(hashOf(1))).not.toBeNull();
  fs.rmSync(path.join(folder, "used", `${hashOf(1)}.${process.pid}`));
  const ended = once(house, "exit");
  house.kill();
  await ended;
  publish(5);
  expect(store.find(hashOf(1))).toBeNull();
});

test("what this process found is kept too", () => {
  publish(1);
  store.find(hashOf(1));
  for (const n of [2, 3, 4]) publish(n);
  expect(store.find(hashOf(1))).not.toBeNull();
});
