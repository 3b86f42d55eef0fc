// A worker that only seals, to be killed: <database> <store folder> <log folder> [bytes of a part]. Says so when it begins.
import { createDb } from "@retake/db";
import { createListener } from "@retake/db/notify";
import { openObjectStore } from "@retake/telemetry/object-store";
import { openLogTail } from "@retake/telemetry/tail";
import { createLog } from "../../src/log.ts";
import { createSealer } from "../../src/seal/create-sealer.ts";

const [database = "", store = "", folder = "", partBytes = "3000"] = process.argv.slice(2);
const db = createDb(database, { connectionsMax: 4 });
const listener = createListener(database);
const tail = openLogTail({ folder });
const sealer = createSealer({
  db,
  store: openObjectStore(`file:${store}`),
  tail,
  listener,
  log: createLog("error"),
  partBytesMax: Number(partBytes),
});
await listener.ready();
await db.prisma.recording.count();
await sealer.start();
process.stdout.write("begins\n");
process.once("SIGTERM", () => {
  void sealer
    .stop()
    .then(() => listener.close())
    .then(() => db.close())
    .then(() => process.exit(0));
});
