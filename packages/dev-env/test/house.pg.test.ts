import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { createEpisode, createUser, startHouse } from "../src/index.ts";

test("a house answers its owner's token and nobody else, and leaves nothing behind", async () => {
  const house = await startHouse();
  await createEpisode(house.db, { workspaceId: house.workspace.id, sessionId: "first" });
  const mine = await house.fetch("/api/v1/sessions");
  expect(mine.status).toBe(200);
  expect(await mine.json()).toMatchObject({ total: 1, sessions: [{ session_id: "first" }] });
  expect((await fetch(`${house.url}/api/v1/sessions`)).status).toBe(401);
  await house.close();
  await house.close();
  expect(fs.existsSync(house.dataDir)).toBe(false);
  await expect(fetch(`${house.url}/health`)).rejects.toThrow();
});

test("two houses share nothing", async () => {
  await using one = await startHouse({ worker: false });
  await using other = await startHouse({ worker: false });
  await createUser(one.db, { workspaceId: one.workspace.id, email: "only@one.example" });
  expect(await other.db.prisma.user.count()).toBe(1);
  expect(
    (
      await other.fetch("/api/v1/sessions", {
        headers: { authorization: `Bearer ${one.credentials.apiToken}` },
      })
    ).status,
  ).toBe(401);
});

test("the worker of a house refuses a folder that is no dataset, in words", async () => {
  await using house = await startHouse();
  const folder = path.join(house.dataDir, "empty");
  fs.mkdirSync(folder);
  const job = await house.importFolder(folder);
  expect(job.status).toBe("refused");
  expect(job.errorMessage).not.toBe("");
});
