import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
beforeAll(async () => {
  house = await startTestFront();
});
afterAll(() => house.close());

async function call(path: string, input: object, method: "GET" | "POST" = "POST") {
  const text = JSON.stringify({ workspace: "lab", ...input });
  const headers = { cookie: house.lab.people.admin.cookie };
  const response =
    method === "GET"
      ? await fetch(`${house.url}/api/trpc/sources.${path}?input=${encodeURIComponent(text)}`, { headers })
      : await fetch(`${house.url}/api/trpc/sources.${path}`, {
          method: "POST",
          body: text,
          headers: { ...headers, "content-type": "application/json" },
        });
  const { result, error } = (await response.json()) as {
    result?: { data: Record<string, unknown> };
    error?: { data: { code: string; message: string } };
  };
  return { data: result?.data ?? {}, code: error?.data.code ?? "ok", message: error?.data.message ?? "" };
}

test("an address is judged in words before it is added, and when it is added", async () => {
  expect((await call("check", { url: "ws://127.0.0.1:8765" }, "GET")).data).toEqual({
    url: "ws://127.0.0.1:8765/",
    problem: null,
  });
  const denied = await call("check", { url: "ws://0xa9fea9fe/" }, "GET");
  expect(denied.data["problem"]).toContain("169.254.169.254 is an address that is never connected to");
  expect((await call("check", { url: "hello" }, "GET")).data["problem"]).toContain("looks like ws://");
  expect(await call("add", { url: "ws://169.254.169.254/", name: "arm" })).toMatchObject({
    code: "path_refused",
  });
  expect(await call("add", { url: "ws://8.8.8.8/", name: "arm" })).toMatchObject({ code: "path_refused" });
  expect(await house.db.prisma.pullSource.count({ where: { workspaceId: house.lab.id } })).toBe(0);
});

test("a source is added once, switched, its episode ended by name, and deleted", async () => {
  const added = await call("add", { url: " ws://127.0.0.1:8765 ", name: "arm", task: "stack" });
  expect(added).toMatchObject({
    code: "ok",
    data: { url: "ws://127.0.0.1:8765/", enabled: true, state: "connecting" },
  });
  const again = await call("add", { url: "ws://127.0.0.1:8765/", name: "other" });
  expect(again).toMatchObject({ code: "conflict", message: "ws://127.0.0.1:8765/ is a source already." });
  const id = added.data["id"] as string;
  const row = () => house.db.prisma.pullSource.findUniqueOrThrow({ where: { id } });

  await house.db.prisma.pullSource.update({ where: { id }, data: { sessionId: "now", state: "recording" } });
  expect((await call("cut", { id, sessionId: "earlier" })).code).toBe("ok");
  expect((await row()).sessionId).toBe("now");
  expect((await call("cut", { id, sessionId: "now" })).code).toBe("ok");
  expect((await row()).sessionId).toBeNull();

  expect((await call("enable", { id, enabled: false })).code).toBe("ok");
  const { data } = await call("list", {}, "GET");
  expect(data["sources"]).toMatchObject([{ id, enabled: false, state: "idle", problem: null }]);
  expect((await call("remove", { id })).code).toBe("ok");
  expect((await call("remove", { id })).code).toBe("not_found");
});
