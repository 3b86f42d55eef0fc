import net from "node:net";
import { type House, startHouse } from "@retake/dev-env";
import { afterAll, beforeAll, expect, test } from "vitest";

let house: House;
let base = "";
beforeAll(async () => {
  house = await startHouse({ worker: false, ingest: true });
  base = `http://${new URL(house.ingestUrl).host}`;
});
afterAll(() => house.close());

test("health answers without credentials, and tells of the log", async () => {
  const response = await fetch(`${base}/health`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    status: "ok",
    service: "ingest",
    version: "test",
    recordings: 0,
    log: { full: false, waitingBytes: 0 },
  });
});

test.each(["/", "/ws/ingest", "/health/", "/healthz"])(
  "%s answers 404 with an error in JSON",
  async (path) => {
    const response = await fetch(base + path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: "not_found", issues: [] } });
  },
);

test("health cannot be posted to", async () => {
  const response = await fetch(`${base}/health`, { method: "POST", body: "x" });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
});

test("an upgrade elsewhere is refused with an answer, and a broken request line does not end the service", async () => {
  const say = (text: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = net.connect(Number(new URL(base).port), "127.0.0.1", () => socket.write(text));
      let answer = "";
      socket.on("data", (chunk) => (answer += chunk.toString()));
      socket.on("close", () => resolve(answer));
    });
  const upgrade = (path: string): string =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  expect(await say(upgrade("/api/trpc"))).toMatch(/^HTTP\/1\.1 404 /);
  expect(await say(upgrade("/ws/ingest"))).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(await say("nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
  expect(await say("GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).toMatch(
    /^HTTP\/1\.1 4\d\d /,
  );
  expect((await fetch(`${base}/health`)).status).toBe(200);
});
