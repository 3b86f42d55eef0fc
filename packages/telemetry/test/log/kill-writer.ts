import { writeSync } from "node:fs";
import { SessionLog } from "@retake/telemetry/log";
import { batchOf } from "./robots.ts";

/** Writes ten sessions as fast as the disk takes it and prints every ack, until it is killed. */
const [folder = "", fence = ""] = process.argv.slice(2);
const { log } = await SessionLog.open({
  folder,
  lease: { shard: 0, fence: Number(fence), held: () => true },
  rotateBytes: 100_000,
  reserveBytes: 1000,
});

const nobody = new Int32Array(new SharedArrayBuffer(4));

/** Synchronous: what was said before a kill has been said. Waits while the pipe is full. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      Atomics.wait(nobody, 0, 0, 1);
    }
  }
}

function send(session: string): void {
  const firstSeq = log.expectedSeq(session);
  const count = 1 + (firstSeq % 7);
  log.appendItems(session, batchOf(session, firstSeq, count), (error) => {
    if (error !== null) throw error;
    say(`${session} ${firstSeq + count - 1}`);
    send(session);
  });
}

for (let robot = 0; robot < 10; robot++) {
  const session = `robot${robot}`;
  if (log.session(session) === null) log.openSession(session, `meta of ${session}`, () => undefined);
  send(session);
}
