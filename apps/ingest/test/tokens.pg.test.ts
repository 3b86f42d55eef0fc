import { type House, startHouse } from "@retake/dev-env";
import { insertToken, revokeToken } from "@retake/db/tokens";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Robot, sample } from "./sockets/robot.ts";

let house: House;
beforeAll(async () => {
  house = await startHouse({ worker: false, ingest: true });
});
afterAll(() => house.close());

const mint = (fields: object = {}): Promise<{ id: string; token: string }> =>
  insertToken(house.db.prisma, {
    workspaceId: house.workspace.id,
    kind: "robot",
    name: "Robot of a test",
    scopes: ["record"],
    createdById: null,
    ...fields,
  });

test.each(["header", "query", "session_start"])("a token is taken from the %s", async (place) => {
  const { token } = await mint({ name: `By ${place}` });
  const url = place === "query" ? `${house.ingestUrl}?token=${token}` : house.ingestUrl;
  const robot = await Robot.connect(url, place === "header" ? { token } : {});
  await robot.start(`by-${place}`, place === "session_start" ? { token } : {});
  robot.cut();
});

test("a missing, wrong, revoked or expired token is refused with 4401, before anything is stored", async () => {
  const revoked = await mint();
  await revokeToken(house.db, house.workspace.id, revoked.id);
  const expired = await mint({ expiresAt: new Date(Date.now() - 1_000) });
  const unknown = revoked.token.replace(/.{7}$/, "0000000");
  for (const token of [undefined, "nonsense", unknown, revoked.token, expired.token]) {
    const robot = await Robot.connect(house.ingestUrl, token === undefined ? {} : { token });
    robot.send({ type: "session_start", session_id: "nobody", protocol: 2 });
    expect(await robot.refusal()).toEqual({ code: "unauthorized", fatal: true, close: 4401 });
  }
  expect(await house.db.prisma.episode.count({ where: { sessionId: "nobody" } })).toBe(0);
});

test("a wrong token in the upgrade is refused without waiting for a message", async () => {
  const robot = await Robot.connect(house.ingestUrl, { token: "rtk_wrong" });
  expect((await robot.refusal()).close).toBe(4401);
});

test("a token for scripts may not record", async () => {
  const robot = await Robot.connect(house.ingestUrl, { token: house.credentials.apiToken });
  expect(await robot.refusal()).toEqual({ code: "forbidden", fatal: true, close: 4403 });
});

test("revoking a token closes its open sockets and no others; what they had acked stays", async () => {
  const [one, other] = [await mint(), await mint()];
  const robots = await Promise.all(
    [one.token, one.token, other.token].map((token) => Robot.connect(house.ingestUrl, { token })),
  );
  for (const [i, robot] of robots.entries()) {
    await robot.start(`revoked-${i}`);
    robot.send(sample(1, i));
    await robot.acked(1);
  }
  await revokeToken(house.db, house.workspace.id, one.id);
  for (const robot of robots.slice(0, 2)) {
    expect(await robot.refusal()).toEqual({ code: "unauthorized", fatal: true, close: 4401 });
  }
  robots[2]!.send(sample(2, 2));
  await robots[2]!.acked(2);
  robots[2]!.cut();
});

test("a token revoked without a word to us is found by looking", async () => {
  await using own = await startHouse({ worker: false, ingest: { socketLimits: { tokenSweepMs: 50 } } });
  const robot = await Robot.connect(own.ingestUrl, { token: own.robotToken });
  await robot.start("silent");
  await own.db.prisma.token.updateMany({ data: { revokedAt: new Date() } });
  expect(await robot.refusal()).toEqual({ code: "unauthorized", fatal: true, close: 4401 });
});

test("a socket ends when its token expires", async () => {
  const { token } = await mint({ expiresAt: new Date(Date.now() + 1_500) });
  const robot = await Robot.connect(house.ingestUrl, { token });
  await robot.start("expires");
  expect(await robot.refusal()).toEqual({ code: "unauthorized", fatal: true, close: 4401 });
});

test("a session belongs to its workspace: the same name elsewhere is another one", async () => {
  const workspace = await house.db.prisma.workspace.create({
    data: { slug: "elsewhere", name: "Elsewhere" },
  });
  const foreign = await mint({ workspaceId: workspace.id });
  const [here, there] = [
    await Robot.connect(house.ingestUrl, { token: house.robotToken }),
    await Robot.connect(house.ingestUrl, { token: foreign.token }),
  ];
  await here.start("same-name");
  here.send(sample(1, 1));
  await here.acked(1);
  expect(await there.start("same-name", { resume: true })).toMatchObject({ resume_from: 1 });
  here.send(sample(2, 2));
  await here.acked(2);
  here.cut();
  there.cut();
});
