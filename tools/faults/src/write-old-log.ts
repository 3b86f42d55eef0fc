// Writes the log that later versions must still read: `node scripts/run.mjs tools/faults/src/write-old-log.ts <new folder>`.
import fs from "node:fs";
import path from "node:path";
import { RobotClient } from "@retake/mock-robot/client";
import { OLD_LOG } from "./old-log.ts";
import { Plant } from "./plant/plant.ts";
import { itemOf, TOPICS } from "./robots/content.ts";

const [folder = ""] = process.argv.slice(2);
await using plant = await Plant.open();
await plant.db.prisma.workspace.updateMany({ data: { id: OLD_LOG.workspaceId } });
await plant.startIngest();
for (const { sessionId, number, items, ended } of OLD_LOG.sessions) {
  const topics = TOPICS;
  const robot = new RobotClient({
    url: plant.door(),
    token: plant.robotToken,
    session: { sessionId, topics, robotType: "veteran", fps: 50, task: "keep" },
  });
  await robot.start();
  for (let seq = 1; seq <= items; seq++) robot.send(itemOf(number, seq));
  while (robot.stats.acked < items) await new Promise((resolve) => setTimeout(resolve, 20));
  if (ended) await robot.finish({ outcome: "success" });
  else robot.stop();
}
await plant.end("ingest");
fs.mkdirSync(folder, { recursive: true });
const log = path.join(plant.dataDir, "log");
for (const name of fs.readdirSync(log).filter((file) => file.endsWith(".log")))
  fs.copyFileSync(path.join(log, name), path.join(folder, name));
