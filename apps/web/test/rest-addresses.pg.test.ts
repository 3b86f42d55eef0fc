import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
beforeAll(async () => {
  house = await startTestFront();
});
afterAll(() => house.close());

const first = "lab.episode_000000";

function call(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${house.lab.tokens.all}` };
  return fetch(`${house.url}/api/v1${path}`, { ...init, headers });
}

test("what is not there is 404, what is asked the wrong way 405", async () => {
  for (const path of [
    "/nothing",
    "/sessions/nothing",
    "/sessions/nothing/topics",
    "/sessions/%00",
    "/imports/x",
    "/sessions/similarity-graph/topics",
  ]) {
    expect((await call(path)).status, path).toBe(404);
  }
  for (const method of ["DELETE", "OPTIONS"]) {
    const wrong = await call("/sessions", { method });
    expect({ status: wrong.status, allow: wrong.headers.get("allow") }).toEqual({
      status: 405,
      allow: "GET, HEAD",
    });
  }
  expect((await call("/sessions/similarity-graph", { method: "DELETE" })).status).toBe(405);
});

test("a slash at the end changes nothing", async () => {
  for (const path of ["/sessions", `/sessions/${first}`, `/sessions/${first}/topics`]) {
    expect(await (await call(`${path}/`)).json(), path).toEqual(await (await call(path)).json());
  }
});

test("every answer forbids sniffing, framing and running", async () => {
  for (const response of [
    await call("/sessions"),
    await call("/nothing"),
    await fetch(`${house.url}/health`),
  ]) {
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  }
});

test("HEAD answers the headers alone", async () => {
  const whole = await call(`/sessions/${first}`);
  const head = await call(`/sessions/${first}`, { method: "HEAD" });
  expect(head.status).toBe(200);
  expect(head.headers.get("content-length")).toBe(String((await whole.arrayBuffer()).byteLength));
  expect(await head.text()).toBe("");
});
