import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
let pages: Server;
let heard: IncomingMessage[];

beforeAll(async () => {
  pages = createServer((request, response) => {
    heard.push(request);
    const policy =
      request.url === "/with-policy"
        ? { "content-security-policy": "default-src 'self'; script-src 'nonce-x'" }
        : {};
    if (request.url === "/slow") return;
    response.writeHead(200, { "content-type": "text/html", "set-cookie": ["a=1", "b=2"], ...policy });
    request.pipe(response);
    if (request.method === "GET") response.end("<p>page</p>");
  });
  new WebSocketServer({ server: pages, path: "/_next/hmr" }).on("connection", (socket) =>
    socket.send("hello"),
  );
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
  house = await startTestFront({
    config: { nextUrl: `http://127.0.0.1:${(pages.address() as AddressInfo).port}` },
  });
});
afterAll(async () => {
  await house.close();
  pages.closeAllConnections();
  await new Promise<void>((resolve) => void pages.close(() => resolve()));
});
beforeEach(() => {
  heard = [];
});

describe("pages", () => {
  test("pass with every cookie, and cannot be framed or sniffed", async () => {
    const response = await fetch(`${house.url}/w/lab/episodes?q=x`);
    expect(await response.text()).toBe("<p>page</p>");
    expect(heard[0]?.url).toBe("/w/lab/episodes?q=x");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(response.headers.get("x-frame-options")).toBe("DENY");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'self'");
    expect(policy.split(";").find((part) => part.includes("script-src")) ?? "").not.toContain(
      "unsafe-inline",
    );
  });

  test("keep the policy that Next gave them", async () => {
    const response = await fetch(`${house.url}/with-policy`);
    expect(response.headers.get("content-security-policy")).toBe("default-src 'self'; script-src 'nonce-x'");
  });

  test("sign-in posts arrive whole", async () => {
    const body = "x".repeat(100_000);
    expect(
      await (await fetch(`${house.url}/api/auth/callback/credentials`, { method: "POST", body })).text(),
    ).toBe(body);
  });

  test("hear who calls from the front alone", async () => {
    await fetch(`${house.url}/`, {
      headers: {
        "x-forwarded-for": "6.6.6.6",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "https",
        "x-middleware-subrequest": "src/proxy",
        forwarded: "host=evil.example",
        "x-nonce": "mine",
      },
    });
    const { headers } = heard[0]!;
    expect(headers["x-forwarded-for"]).toBe("127.0.0.1");
    expect(headers["x-forwarded-host"]).toBe(new URL(house.url).host);
    expect(headers["x-forwarded-proto"]).toBe("http");
    for (const name of ["x-middleware-subrequest", "forwarded", "x-nonce"])
      expect(headers[name], name).toBeUndefined();
  });

  test("sockets of the development server pass", async () => {
    const socket = new WebSocket(`${house.url.replace("http", "ws")}/_next/hmr`);
    const message = await new Promise((resolve) =>
      socket.once("message", (data) => resolve(String(data as Buffer))),
    );
    expect(message).toBe("hello");
    socket.close();
  });

  test("a page that is left early is not rendered to the end", async () => {
    const abort = new AbortController();
    const left = fetch(`${house.url}/slow`, { signal: abort.signal }).catch(() => "left");
    await expect.poll(() => heard.length).toBe(1);
    abort.abort();
    expect(await left).toBe("left");
    await expect.poll(() => heard[0]?.socket.destroyed).toBe(true);
  });
});

describe("without Next", () => {
  test("a person reads why, and the page looks again by itself; data goes on", async () => {
    const alone = await startTestFront({ config: { nextUrl: "http://127.0.0.1:9" } });
    try {
      const response = await fetch(`${alone.url}/w/lab/episodes`);
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toBe("2");
      const html = await response.text();
      expect(html).toContain('http-equiv="refresh"');
      expect(html).toContain("starting");
      const list = await fetch(`${alone.url}/api/v1/sessions`, {
        headers: { authorization: `Bearer ${alone.lab.tokens.read}` },
      });
      expect(list.status).toBe(200);
    } finally {
      await alone.close();
    }
  });
});

describe("behind another proxy", () => {
  test("PUBLIC_URL is where browsers are, and the nearest proxy says who they are", async () => {
    const { port } = pages.address() as AddressInfo;
    const behind = await startTestFront({
      config: { nextUrl: `http://127.0.0.1:${port}`, publicUrl: "https://retake.example" },
    });
    try {
      await fetch(`${behind.url}/`, { headers: { "x-forwarded-for": "6.6.6.6, 203.0.113.7" } });
      const { headers } = heard[0]!;
      expect(headers["x-forwarded-for"]).toBe("203.0.113.7");
      expect(headers["x-forwarded-host"]).toBe("retake.example");
      expect(headers["x-forwarded-proto"]).toBe("https");
      const patch = (origin: string): Promise<Response> =>
        fetch(`${behind.url}/api/v1/sessions/lab.episode_000000`, {
          method: "PATCH",
          body: "{}",
          headers: { cookie: behind.lab.people.owner.cookie, "content-type": "application/json", origin },
        });
      expect((await patch("https://retake.example")).status).toBe(200);
      expect((await patch("https://evil.example")).status).toBe(403);
    } finally {
      await behind.close();
    }
  });
});

test("a front that stops finishes what it answers and closes its sockets", async () => {
  const short = await startTestFront();
  const socket = new WebSocket(`${short.url.replace("http", "ws")}/api/trpc`, {
    headers: { cookie: short.lab.people.owner.cookie },
  });
  await new Promise((resolve) => socket.once("open", resolve));
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  await short.front.stop();
  expect(await closed).toBe(1001);
  await expect(fetch(`${short.url}/health`)).rejects.toThrow();
  await short.close();
});

test("a front that stops hangs up the sockets of the development server", async () => {
  const { port } = pages.address() as AddressInfo;
  const short = await startTestFront({ config: { nextUrl: `http://127.0.0.1:${port}` } });
  const socket = new WebSocket(`${short.url.replace("http", "ws")}/_next/hmr`);
  await new Promise((resolve) => socket.once("open", resolve));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await short.front.stop();
  await closed;
  await short.close();
});
