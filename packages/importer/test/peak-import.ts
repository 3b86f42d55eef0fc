// Imports one folder in a process of its own and prints what it cost: `peak-import.ts <folder> <database url> <store folder>`.
// Under `--expose-gc` also what it held, when a hundred episodes were in and when all were.
import { createDb } from "@retake/db";
import { openObjectStore } from "@retake/telemetry/object-store";
import { importDataset } from "../src/import-dataset.ts";
import { NO_HUB } from "./no-hub.ts";

const BEGUN_AT = 100;

/** Bytes that are still reachable, in objects and in buffers. */
function heldBytes(): number {
  if (globalThis.gc === undefined) return 0;
  // What the first finds unreachable may have kept buffers, which go with the second.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const [dataset = "", url = "", store = ""] = process.argv.slice(2);
const db = createDb(url, { connectionsMax: 4 });
const idleMb = process.resourceUsage().maxRSS / 1024;
const begun = performance.now();
let heldAtBegin = 0;
let heldAtEnd = 0;
const { imported } = await importDataset({
  db,
  store: openObjectStore(`file:${store}`),
  workspaceId: "lab",
  request: { dataset },
  hub: NO_HUB,
  importRoots: null,
  progress({ phase, done, total }) {
    if (phase !== "episodes") return;
    if (done === BEGUN_AT) heldAtBegin = heldBytes();
    if (done === total) heldAtEnd = heldBytes();
  },
});
const seconds = (performance.now() - begun) / 1_000;
const { user, system } = process.cpuUsage();
const peakMb = process.resourceUsage().maxRSS / 1024;
const heldPerEpisode = (heldAtEnd - heldAtBegin) / (imported - BEGUN_AT);
process.stdout.write(
  JSON.stringify({ imported, idleMb, peakMb, seconds, cpuSeconds: (user + system) / 1e6, heldPerEpisode }),
);
await db.close();
