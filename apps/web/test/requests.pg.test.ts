import { request as httpRequest } from "node:http";
import { createWSClient, createTRPCClient, wsLink } from "@trpc/client";
import type { AppRouter } from "@retake/trpc/router";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
beforeAll(async () => {
  house = await startTestFront();
});
afterAll(() => house.close());

/** fetch refuses to forge these headers; an attacker's tools do not. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(house.url + path, { method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

const outcomes = (): Promise<number> => house.db.prisma.episode.count({ where: { outcome: "failure" } });

describe("another site's page", () => {
  const first = "lab.episode_000000";
  const targets = (): [string, string, string][] => [
    ["PATCH", `/api/v1/sessions/${first}`, JSON.stringify({ outcome: "failure" })],
    ["POST", "/api/v1/imports", JSON.stringify({ dataset: "org/csrf" })],
    ["DELETE", "/api/v1/imports/x", ""],
    [
      "POST",
      "/api/trpc/episodes.update",
      JSON.stringify({ workspace: "lab", sessionIds: [first], outcome: "failure" }),
    ],
    [
      "POST",
      "/api/trpc/episodes.update?batch=1",
      JSON.stringify({ 0: { workspace: "lab", sessionIds: [first], outcome: "failure" } }),
    ],
  ];

  test.each([
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://127.0.0.1:1" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("changes nothing with somebody's cookie: %j", async (marks) => {
    const cookie = house.lab.people.owner.cookie;
    for (const [method, path, body] of targets()) {
      const { status } = await raw(
        method,
        path,
        { cookie, "content-type": "application/json", ...(marks as Record<string, string>) },
        body,
      );
      expect(status, `${method} ${path}`).toBe(403);
    }
    expect(await outcomes()).toBe(0);
    expect(await house.db.prisma.importJob.count()).toBe(0);
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])(
    "cannot pass %s off as JSON, and cannot leave the type out",
    async (type) => {
      const cookie = house.lab.people.owner.cookie;
      for (const [method, path, body] of targets().filter(([one]) => one !== "DELETE")) {
        expect((await raw(method, path, { cookie, "content-type": type }, body)).status).toBe(415);
        expect((await raw(method, path, { cookie }, body)).status).toBe(415);
      }
      expect(await outcomes()).toBe(0);
    },
  );

  test("is told so in the words of the interface it called", async () => {
    const headers = {
      cookie: house.lab.people.owner.cookie,
      "content-type": "application/json",
      origin: "https://evil.example",
    };
    const rest = await raw("POST", "/api/v1/imports", headers, "{}");
    expect(JSON.parse(rest.body)).toMatchObject({ error: { code: "forbidden", issues: [] } });
    const single = await raw("POST", "/api/trpc/tokens.create", headers, "{}");
    expect(JSON.parse(single.body)).toMatchObject({
      error: { data: { code: "forbidden", httpStatus: 403 } },
    });
    const batch = await raw("POST", "/api/trpc/tokens.create,tokens.revoke?batch=1", headers, "{}");
    expect(JSON.parse(batch.body)).toMatchObject([
      { error: { data: { code: "forbidden" } } },
      { error: { data: { code: "forbidden" } } },
    ]);
  });

  test("cannot change anything by GET", async () => {
    const cookie = house.lab.people.owner.cookie;
    const input = encodeURIComponent(
      JSON.stringify({ workspace: "lab", sessionIds: [first], outcome: "failure" }),
    );
    expect((await raw("GET", `/api/trpc/episodes.update?input=${input}`, { cookie })).status).toBe(405);
    expect(await outcomes()).toBe(0);
  });

  test("cannot show our pictures or samples", async () => {
    const cookie = house.lab.people.owner.cookie;
    for (const path of [
      `/media/lab/${first}/%2Fobservation%2Fimages%2Fwrist/frames/1.jpg`,
      `/data/lab/${first}/samples`,
    ]) {
      expect((await raw("GET", path, { cookie, "sec-fetch-site": "cross-site" })).status).toBe(403);
      expect((await raw("GET", path, { cookie, "sec-fetch-site": "same-origin" })).status).toBe(200);
    }
  });

  test("no preflight is granted", async () => {
    const { headers } = await raw("OPTIONS", "/api/v1/imports", {
      origin: "https://evil.example",
      "access-control-request-method": "POST",
    });
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  test("is no matter for tokens, which no browser adds by itself", async () => {
    const headers = { authorization: `Bearer ${house.lab.tokens.write}`, origin: "https://tool.example" };
    const { status } = await raw(
      "PATCH",
      `/api/v1/sessions/${first}`,
      headers,
      JSON.stringify({ tags: ["x"] }),
    );
    expect(status).toBe(200);
  });
});

test("an address that only reads says so to every other method: 405 with Allow, whoever asks", async () => {
  const headers = { authorization: `Bearer ${house.lab.tokens.read}` };
  const places = [
    "/media/lab/lab.episode_000000/%2Fobservation%2Fimages%2Fwrist/frames/1.jpg",
    "/data/lab/lab.episode_000000/samples",
    "/data/v1/workspaces/lab/map/motion",
    "/api/v1/openapi.json",
  ];
  for (const path of places) {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      for (const given of [headers, {}]) {
        const { status, headers: answered, body } = await raw(method, path, given);
        expect({ status, allow: answered["allow"] }, `${method} ${path}`).toEqual({
          status: 405,
          allow: "GET, HEAD",
        });
        expect(JSON.parse(body)).toMatchObject({ error: { code: "method_not_allowed", issues: [] } });
      }
    }
    if (path.includes("/map/")) continue;
    expect((await raw("HEAD", path, headers)).status, `HEAD ${path}`).toBe(200);
  }
});

describe("credentials", () => {
  const list = (
    headers: Record<string, string>,
  ): Promise<{ status: number; headers: Record<string, unknown>; body: string }> =>
    raw("GET", "/api/v1/sessions", headers);

  test("none, wrong and revoked ones are 401", async () => {
    const { read } = house.rival.tokens;
    expect((await list({})).status).toBe(401);
    expect((await list({ authorization: "Bearer " })).status).toBe(401);
    const typo = `${read.slice(0, -1)}${read.endsWith("x") ? "y" : "x"}`;
    expect((await list({ authorization: `Bearer ${typo}` })).status).toBe(401);
    expect((await list({ cookie: "next-auth.session-token=garbage" })).status).toBe(401);
    expect((await list({ authorization: `Bearer ${read}` })).status).toBe(200);
    const id = read.split("_")[1];
    const response = await raw(
      "POST",
      "/api/trpc/tokens.revoke",
      { cookie: house.rival.people.owner.cookie, "content-type": "application/json" },
      JSON.stringify({ workspace: "rival", id }),
    );
    expect(response.status).toBe(200);
    await expect.poll(async () => (await list({ authorization: `Bearer ${read}` })).status).toBe(401);
  });

  test("a chunked cookie is put together", async () => {
    const [name, value = ""] = house.lab.people.viewer.cookie.split("=", 2);
    const cookie = `${name}.0=${value.slice(0, 100)}; ${name}.1=${value.slice(100)}`;
    expect((await list({ cookie })).status).toBe(200);
    expect((await list({ cookie: `__Secure-${name}=${value}` })).status).toBe(200);
  });

  test("guessing is slowed down by address, with the time to come back; a right token still works", async () => {
    const guess = (n: number): Promise<{ status: number; headers: Record<string, unknown> }> =>
      list({ cookie: `next-auth.session-token=guess${n}` });
    const statuses: number[] = [];
    for (let n = 0; n < 40; n += 1) statuses.push((await guess(n)).status);
    expect(statuses[0]).toBe(401);
    expect(statuses.at(-1)).toBe(429);
    expect(Number((await guess(99)).headers["retry-after"])).toBeGreaterThan(0);
    expect((await list({ authorization: `Bearer ${house.lab.tokens.read}` })).status).toBe(200);
  });

  test("a person of several workspaces names one by X-Workspace", async () => {
    const { owner } = house.rival.people;
    await house.db.prisma.membership.create({
      data: { workspaceId: house.lab.id, userId: owner.id, role: "viewer", createdAt: new Date(0) },
    });
    await house.db.pool.query("select pg_notify('login', $1)", [owner.id]);
    const ids = async (headers: Record<string, string>): Promise<string[]> => {
      const { sessions } = JSON.parse((await list({ cookie: owner.cookie, ...headers })).body);
      return sessions.map((one: { session_id: string }) => one.session_id);
    };
    await expect.poll(() => ids({})).toHaveLength(3);
    expect(await ids({ "x-workspace": "rival" })).toEqual(["rival.secret"]);
  });
});

describe("a socket", () => {
  const address = (): string => `${house.url.replace("http", "ws")}/api/trpc`;
  const dial = (headers: Record<string, string>): Promise<number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(address(), { headers });
      socket.once("open", () => {
        socket.close();
        resolve(101);
      });
      socket.once("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
      socket.once("error", () => undefined);
    });

  test("opens for a login of the same origin only", async () => {
    const cookie = house.lab.people.owner.cookie;
    expect(await dial({})).toBe(401);
    expect(await dial({ cookie, origin: "https://evil.example" })).toBe(403);
    expect(await dial({ cookie, origin: house.url })).toBe(101);
  });

  function watcher(cookie: string) {
    class Socket extends WebSocket {
      constructor(url: string) {
        super(url, { headers: { cookie } });
      }
    }
    const closes: number[] = [];
    const socket = createWSClient({
      url: address(),
      WebSocket: Socket as never,
      retryDelayMs: () => 50,
      onClose: (cause) => closes.push(cause?.code ?? 0),
    });
    const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] });
    return { client, socket, closes };
  }

  test("watches imports: what is there first, then every change, of this workspace only", async () => {
    const { prisma, pool } = house.db;
    const mine = await prisma.importJob.create({ data: { workspaceId: house.lab.id, dataset: "org/one" } });
    await prisma.importJob.create({ data: { workspaceId: house.rival.id, dataset: "org/secret" } });
    const { client, socket } = watcher(house.lab.people.admin.cookie);
    const seen: string[] = [];
    const subscription = client.imports.watch.subscribe(
      { workspace: "lab" },
      { onData: (job) => seen.push(`${job.dataset} ${job.status} ${job.progress.done}`) },
    );
    await expect.poll(() => seen).toContain("org/one queued 0");
    await prisma.importJob.update({ where: { id: mine.id }, data: { status: "running", done: 7 } });
    await pool.query("select pg_notify('import', $1)", [mine.id]);
    await expect.poll(() => seen).toContain("org/one running 7");
    expect(seen.join()).not.toContain("secret");
    subscription.unsubscribe();
    await socket.close();
  });

  test("is closed when its login changes, and comes back under the new rights", async () => {
    const { viewer, admin } = house.rival.people;
    const errors: string[] = [];
    const data: string[] = [];
    const { client, socket, closes } = watcher(admin.cookie);
    client.imports.watch.subscribe(
      { workspace: "rival" },
      {
        onData: (job) => data.push(job.dataset),
        onError: (error) => errors.push(error.data?.code ?? error.message),
      },
    );
    await expect.poll(() => data).toContain("org/secret");
    await house.db.prisma.membership.update({
      where: { workspaceId_userId: { workspaceId: house.rival.id, userId: admin.id } },
      data: { role: "viewer" },
    });
    await house.db.pool.query("select pg_notify('login', $1)", [admin.id]);
    await expect.poll(() => closes).toContain(4408);
    await expect.poll(() => errors).toContain("forbidden");
    expect(viewer.id).not.toBe(admin.id);
    await socket.close();
  });
});
