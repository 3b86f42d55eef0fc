import assert from "node:assert/strict";
import { pullRules } from "@retake/core/pull-address";
import { notify } from "@retake/db/notify";
import { startHouse } from "@retake/dev-env";
import { eventually } from "../sockets/eventually.ts";
import { recorded } from "../sockets/recorded.ts";
import { startSdkServer } from "./sdk-server.ts";

/**
 * By hand: `node --import tsx apps/ingest/test/pull/foxglove-sdk.long.ts <python> [rounds]`, with a Python that has the Foxglove SDK. What its server
 * sends, as LeRobot's does, is recorded whole; throws where it is not.
 */
const [python, count = "300"] = process.argv.slice(2);
assert(python !== undefined, "name a Python that has `pip install foxglove-sdk`");
const rounds = Number(count);
const times = { retryMsMin: 20, retryMsMax: 50, graceMs: 60_000, writeMs: 20, lookMs: 200 };
const house = await startHouse({
  worker: false,
  ingest: { pull: { rules: pullRules(null, "127.0.0.1"), times } },
});
const server = await startSdkServer(python, rounds);
const { prisma, pool } = house.db;
const { id } = await prisma.pullSource.create({
  data: { workspaceId: house.workspace.id, name: "so101", url: server.url },
});
await notify(pool, "source", house.workspace.id);
const source = (): ReturnType<typeof prisma.pullSource.findUniqueOrThrow> =>
  prisma.pullSource.findUniqueOrThrow({ where: { id } });
await eventually(async () => (await source()).problem?.startsWith("Connected; 3 of 4"));
await server.run();
const sessionId = await eventually(async () => (await source()).sessionId);
const { items } = await eventually(async () => {
  const found = await recorded(house, sessionId);
  return found.items.length >= rounds * 3 && found;
});
const names = [...new Set(items.map(({ topic }) => topic?.name ?? ""))].toSorted();
const rowsOf = (name: string): [number, unknown][] =>
  items.flatMap(({ topic, item }) =>
    topic?.name === name && item.kind === "sample" ? [[item.t, item.values]] : [],
  );
const expected = (values: (i: number) => unknown): [number, unknown][] =>
  Array.from({ length: rounds }, (_, i) => [i / 50, values(i)]);
assert.deepEqual(names, ["/action/state", "/observation/images/front", "/observation/state"]);
assert.deepEqual(
  rowsOf("/observation/state"),
  expected((i) => Float64Array.of(i, i + 0.25)),
);
const picture = (i: number): Uint8Array =>
  Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, i % 256, i >> 8, ...Array<number>(2_000).fill(i % 256)]);
assert.deepEqual(
  rowsOf("/observation/images/front").map(([t, values]) => [t, Uint8Array.from(values as Uint8Array)]),
  expected(picture),
);
assert.equal(rowsOf("/action/state").length, rounds);
assert.match((await source()).problem ?? "", /--display_compressed_images=true/);
const action = await prisma.topic.findFirstOrThrow({
  where: { name: "/action/state", episode: { sessionId } },
});
assert.deepEqual(action.featureNames, ["shoulder_pan.pos", "gripper.pos"]);
process.stdout.write(`${rounds} rounds of three topics, recorded whole\n`);
await server[Symbol.asyncDispose]();
await house.close();
