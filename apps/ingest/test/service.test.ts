import net from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "../src/log.ts";
import { createIngestService } from "../src/service.ts";

const service = createIngestService({
  host: "127.0.0.1",
  port: 0,
  version: "9.9.9",
  log: createLog("error"),
});
let base = "";
beforeAll(async () => {
  base = `http://127.0.0.1:${await service.start()}`;
});
afterAll(() => service.stop());

test("health answers without credentials", async () => {
  const response = await fetch(`${base}/health`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ status: "ok", version: "9.9.9" });
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

test("a socket upgrade is refused with an answer, and a broken request line does not end the service", async () => {
  const say = (text: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = net.connect(Number(new URL(base).port), "127.0.0.1", () => socket.write(text));
      let answer = "";
      socket.on("data", (chunk) => (answer += chunk.toString()));
      socket.on("close", () => resolve(answer));
    });
  const upgrade = "GET /ws/ingest HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  expect(await say(upgrade)).toMatch(/^HTTP\/1\.1 404 /);
  expect(await say("nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
  expect(await say("GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).toMatch(
    /^HTTP\/1\.1 4\d\d /,
  );
  expect((await fetch(`${base}/health`)).status).toBe(200);
});

test("a log line is one line, whatever was logged", () => {
  const lines: string[] = [];
  const log = createLog("info", (line) => lines.push(line));
  log.info("import", { dataset: 'a\n{"level":"error"}' });
  log.debug("unseen");
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).not.toContain("\n");
});
