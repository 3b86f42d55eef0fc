// Imports one folder in a process of its own and prints what it cost: `peak-import.ts <folder> <database url> <store folder>`.
import { createDb } from "@retake/db";
import { openObjectStore } from "@retake/telemetry/object-store";
import { importDataset } from "../src/import-dataset.ts";
import { NO_HUB } from "./no-hub.ts";

const [dataset = "", url = "", store = ""] = process.argv.slice(2);
const db = createDb(url, { connectionsMax: 4 });
const idleMb = process.resourceUsage().maxRSS / 1024;
const begun = performance.now();
const { imported } = await importDataset({
  db,
  store: openObjectStore(`file:${store}`),
  workspaceId: "lab",
  request: { dataset },
  hub: NO_HUB,
  importRoots: null,
});
const seconds = (performance.now() - begun) / 1_000;
const peakMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ imported, idleMb, peakMb, seconds }));
await db.close();
