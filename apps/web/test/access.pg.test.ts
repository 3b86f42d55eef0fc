import { appRouter } from "@retake/trpc/router";
import { PERMISSIONS, type Verb } from "@retake/trpc/policies";
import { REST_ROUTES } from "@retake/trpc/rest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { FRONT, WRIST } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { ROLES, type RoleName } from "./fixtures/people.ts";
import { type ForeignIds, procedureInputs } from "./fixtures/procedure-inputs.ts";

let house: TestFront;
/** Ids of things in `rival`, which nobody in `lab` may reach. */
let foreign: ForeignIds;

beforeAll(async () => {
  house = await startTestFront();
  const { db, rival } = house;
  const job = await db.prisma.importJob.create({
    data: { workspaceId: rival.id, dataset: "org/secret", status: "completed" },
  });
  const invitation = await db.prisma.invitation.create({
    data: {
      workspaceId: rival.id,
      role: "viewer",
      hash: new Uint8Array(32),
      createdById: rival.people.owner.id,
      expiresAt: new Date(Date.now() + 1e8),
    },
  });
  const source = await db.prisma.pullSource.create({
    data: { workspaceId: rival.id, name: "org/secret", url: "ws://127.0.0.1:1/", sessionId: "secret" },
  });
  const secret = await db.prisma.episode.findFirstOrThrow({ where: { sessionId: "rival.secret" } });
  const assignment = await db.prisma.assignment.create({
    data: {
      workspaceId: rival.id,
      episodeId: secret.id,
      assigneeId: rival.people.viewer.id,
      reason: "org/secret",
    },
  });
  await db.prisma.activity.create({
    data: { workspaceId: rival.id, episodeId: secret.id, kind: "notes", data: { to: "org/secret" } },
  });
  const saved = await db.prisma.savedSearch.create({
    data: { workspaceId: rival.id, name: "org/secret", query: "org/secret" },
  });
  const [token] = await db.prisma.token.findMany({ where: { workspaceId: rival.id }, take: 1 });
  foreign = {
    userId: rival.people.viewer.id,
    importId: job.id,
    invitationId: invitation.id,
    tokenId: token!.id,
    sourceId: source.id,
    assignmentId: assignment.id,
    savedSearchId: saved.id,
  };
});
afterAll(() => house.close());

type Caller = RoleName | "outsider" | "anonymous" | "robot token";
const CALLERS: Caller[] = [...ROLES, "outsider", "anonymous", "robot token"];

function credentials(caller: Caller): Record<string, string> {
  if (caller === "anonymous") return {};
  if (caller === "robot token") return { authorization: `Bearer ${house.lab.tokens.robot}` };
  if (caller === "outsider") return { cookie: house.rival.people.owner.cookie };
  return { cookie: house.lab.people[caller].cookie };
}

interface Procedure {
  _def: { type: "query" | "mutation" | "subscription"; meta?: { access: Verb | "signed-in" | "public" } };
}
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>);

/** An input for every procedure: harmless where it is allowed. */
function inputOf(path: string, workspace: string): unknown {
  const input = procedureInputs(foreign, house.lab.people.annotator.id)[path];
  if (input === undefined) throw new Error(`no input for ${path}: every procedure belongs in this matrix`);
  return { workspace, ...input };
}

async function callProcedure(
  path: string,
  procedure: Procedure,
  input: unknown,
  headers: Record<string, string>,
): Promise<Response> {
  const text = JSON.stringify(input);
  return procedure._def.type === "mutation"
    ? fetch(`${house.url}/api/trpc/${path}`, {
        method: "POST",
        body: text,
        headers: { "content-type": "application/json", ...headers },
      })
    : fetch(`${house.url}/api/trpc/${path}?input=${encodeURIComponent(text)}`, { headers });
}

const ofWorkspace = procedures.filter(
  ([, one]) => one._def.meta?.access !== "public" && one._def.meta?.access !== "signed-in",
);
const calls = ofWorkspace.filter(([, one]) => one._def.type !== "subscription");

test("every procedure says who may call it, and only these are open", () => {
  for (const [path, { _def }] of procedures) expect(_def.meta?.access, path).toBeDefined();
  const open = procedures.filter(([, one]) => one._def.meta?.access === "public").map(([path]) => path);
  expect(open.toSorted()).toEqual(["invitations.accept", "invitations.preview"]);
});

describe.each(calls)("%s", (path, procedure) => {
  const verb = procedure._def.meta!.access as Verb;

  test.each(CALLERS)(
    "asked by %s in the workspace answers as the policy says, and nothing of another's",
    async (caller) => {
      const response = await callProcedure(path, procedure, inputOf(path, "lab"), credentials(caller));
      const text = await response.text();
      if (caller === "anonymous" || caller === "robot token") expect(response.status).toBe(401);
      else if (caller === "outsider") expect(response.status).toBe(404);
      else if (!(PERMISSIONS[verb].roles as readonly string[]).includes(caller))
        expect(response.status).toBe(403);
      else expect([200, 403, 404, 409, 503]).toContain(response.status);
      expect(text).not.toContain("org/secret");
      expect(text).not.toContain("@rival.test");
    },
  );

  test("asked for another workspace answers like one that does not exist", async () => {
    const headers = credentials("owner");
    const there = await callProcedure(path, procedure, inputOf(path, "rival"), headers);
    const nowhere = await callProcedure(path, procedure, inputOf(path, "nowhere"), headers);
    expect([there.status, nowhere.status]).toEqual([404, 404]);
    expect((await there.text()).replaceAll("rival", "nowhere")).toBe(await nowhere.text());
  });
});

const streams = ofWorkspace.filter(([, one]) => one._def.type === "subscription");

/** What a subscription says first over a page's socket: data, a refusal's code, or that the socket itself was refused. */
async function firstWord(path: string, input: unknown, headers: Record<string, string>): Promise<string> {
  const socket = new WebSocket(`${house.url.replace("http", "ws")}/api/trpc`, {
    headers: { origin: house.url, ...headers },
  });
  const word = new Promise<string>((resolve) => {
    socket.once("unexpected-response", (_, response) => resolve(`refused with ${response.statusCode}`));
    socket.once("error", () => resolve("refused"));
    socket.once("open", () =>
      socket.send(JSON.stringify({ id: 1, method: "subscription", params: { path, input } })),
    );
    socket.on("message", (bytes: Buffer) => {
      const { error, result } = JSON.parse(bytes.toString()) as {
        error?: { data: { code: string; message: string } };
        result?: { type: string };
      };
      if (error !== undefined) resolve(`${error.data.code}: ${error.data.message}`);
      else if (result?.type === "data") resolve("data");
      // A stream that has nothing to tell has at least begun.
      else if (result?.type === "started") setTimeout(() => resolve("started"), 1_000).unref();
    });
  });
  const said = await word;
  socket.terminate();
  return said;
}

describe.each(streams)("the stream %s", (path, procedure) => {
  const verb = procedure._def.meta!.access as Verb;

  test.each(CALLERS)("asked by %s answers as the policy says, and nothing of another's", async (caller) => {
    const said = await firstWord(path, inputOf(path, "lab"), credentials(caller));
    if (caller === "anonymous" || caller === "robot token") expect(said).toBe("refused with 401");
    else if (caller === "outsider") expect(said).toMatch(/^not_found: /);
    else if (!(PERMISSIONS[verb].roles as readonly string[]).includes(caller))
      expect(said).toMatch(/^forbidden: /);
    else if (path === "live.follow") expect(said).toMatch(/^not_found: /);
    else expect(said).toMatch(/^(data|started)$/);
  });

  test("asked for another workspace answers like one that does not exist", async () => {
    const there = await firstWord(path, inputOf(path, "rival"), credentials("owner"));
    const nowhere = await firstWord(path, inputOf(path, "nowhere"), credentials("owner"));
    expect(there).toMatch(/^not_found: /);
    expect(there.replaceAll("rival", "nowhere")).toBe(nowhere);
  });

  test("a token needs the scope", async () => {
    for (const scope of ["read", "write", "import"] as const) {
      const said = await firstWord(path, inputOf(path, "lab"), {
        authorization: `Bearer ${house.lab.tokens[scope]}`,
      });
      if (scope === PERMISSIONS[verb].scope) expect(said, scope).not.toMatch(/^forbidden/);
      else expect(said, scope).toMatch(/^forbidden: /);
    }
  });
});

test("procedures about oneself refuse nobodies and tokens", async () => {
  const own = procedures.filter(([, one]) => one._def.meta?.access === "signed-in");
  expect(own.length).toBeGreaterThan(0);
  for (const [path, procedure] of own) {
    const input =
      path === "invitations.join" ? { secret: "x" } : { current: "x", next: "long enough to pass" };
    for (const headers of [{}, { authorization: `Bearer ${house.lab.tokens.all}` }]) {
      expect((await callProcedure(path, procedure, input, headers)).status, path).toBe(401);
    }
  }
});

describe.each(REST_ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
  "REST %s",
  (_, route) => {
    const bodies: Record<string, unknown> = {
      updateSession: { outcome: "failure" },
      createAnnotation: { label: "grasp", start_time: 0, end_time: 1 },
      updateAnnotation: { note: "seen" },
      seek: {},
      startImport: { dataset: "org/rest" },
      searchSessions: { query: "secret" },
    };
    const path = (id: string): string =>
      `/api/v1${route.path.replace("{id}", id).replace("{annotation}", "x").replace("{topic+}", encodeURIComponent(WRIST)).replace("{timestamp}", "1")}`;
    const ask = (url: string, headers: Record<string, string>): Promise<Response> =>
      fetch(house.url + url, {
        method: route.method,
        headers: { "content-type": "application/json", ...headers },
        ...(route.body === undefined ? {} : { body: JSON.stringify(bodies[route.operationId]) }),
      });
    const foreignId = (): string => (route.path.startsWith("/imports") ? foreign.importId : "rival.secret");
    const hasId = route.path.includes("{id}");
    const permission = PERMISSIONS[route.verb];

    test.each(CALLERS)("asked by %s for a foreign id", async (caller) => {
      const id = caller === "outsider" ? "lab.episode_000000" : foreignId();
      const response = await ask(path(id), credentials(caller));
      if (caller === "anonymous" || caller === "robot token") expect(response.status).toBe(401);
      else if (caller === "outsider") {
        expect(response.status).toBe(hasId ? 404 : Number(Object.keys(route.responses)[0]));
        expect((await response.text()).replace(id, "")).not.toContain("lab.");
      } else if (!(permission.roles as readonly string[]).includes(caller)) expect(response.status).toBe(403);
      else if (hasId) expect(response.status).toBe(404);
      else {
        expect(response.status).toBeLessThan(300);
        expect(await response.text()).not.toMatch(/rival|org\/secret|hidden/);
      }
    });

    test("a hidden episode is not there", async () => {
      if (!hasId || route.path.startsWith("/imports")) return;
      expect((await ask(path("lab.hidden"), credentials("owner"))).status).toBe(404);
    });

    test("a token does only what its scopes say", async () => {
      for (const scope of ["read", "write", "import"] as const) {
        const response = await ask(path(foreignId()), { authorization: `Bearer ${house.lab.tokens[scope]}` });
        if (scope !== permission.scope) expect(response.status, scope).toBe(403);
        else expect(response.status, scope).not.toBe(403);
      }
    });

    test("X-Workspace cannot name a workspace one is no member of", async () => {
      expect((await ask(path(foreignId()), { ...credentials("owner"), "x-workspace": "rival" })).status).toBe(
        404,
      );
    });
  },
);

describe("maps", () => {
  const status = async (workspace: string, headers: Record<string, string>): Promise<number> => {
    const response = await fetch(`${house.url}/data/v1/workspaces/${workspace}/map/motion`, { headers });
    await response.arrayBuffer();
    return response.status;
  };

  test.each(CALLERS)("are the workspace's own: asked by %s", async (caller) => {
    const expected =
      caller === "anonymous" || caller === "robot token" ? 401 : caller === "outsider" ? 404 : 200;
    expect(await status("lab", credentials(caller))).toBe(expected);
    if (expected === 200) expect(await status("rival", credentials(caller))).toBe(404);
    expect(await status("nowhere", credentials(caller))).toBe(expected === 401 ? 401 : 404);
  });

  test("need the scope to read", async () => {
    for (const scope of ["read", "write", "import"] as const) {
      const headers = { authorization: `Bearer ${house.lab.tokens[scope]}` };
      expect(await status("lab", headers), scope).toBe(scope === "read" ? 200 : 403);
    }
  });
});

describe("media and samples", () => {
  const files = [
    "video.mp4",
    "proxy.mp4",
    "poster.jpg",
    "strip.jpg",
    "times.bin",
    "frames/0.jpg",
    "live.jpg",
  ];
  const paths = (workspace: string, session: string): string[] => [
    ...[FRONT, WRIST].flatMap((camera) =>
      files.map((file) => `/media/${workspace}/${session}/${encodeURIComponent(camera)}/${file}`),
    ),
    `/data/${workspace}/${session}/samples`,
    `/data/${workspace}/${session}/envelope`,
    `/data/${workspace}/${session}/tail?after=0`,
  ];

  test.each(CALLERS)("of another workspace are out of reach for %s", async (caller) => {
    const places =
      caller === "outsider"
        ? paths("lab", "lab.episode_000000")
        : [...paths("rival", "rival.secret"), ...paths("lab", "rival.secret"), ...paths("lab", "lab.hidden")];
    for (const path of places) {
      const response = await fetch(house.url + path, { headers: credentials(caller) });
      expect(response.status, path).toBe(caller === "anonymous" || caller === "robot token" ? 401 : 404);
    }
  });

  test("another workspace's answer is that of one that does not exist", async () => {
    for (const [there, nowhere] of paths("rival", "rival.secret").map(
      (path) => [path, path.replace("/rival/", "/nowhere/")] as const,
    )) {
      const answers = await Promise.all(
        [there, nowhere].map(async (path) =>
          (await fetch(house.url + path, { headers: credentials("owner") })).text(),
        ),
      );
      expect(answers[0]!.replaceAll("rival", "nowhere")).toBe(answers[1]!.replaceAll("rival", "nowhere"));
    }
  });

  test("a token needs the scope to read", async () => {
    const path = `${house.url}/media/lab/lab.episode_000000/${encodeURIComponent(FRONT)}/video.mp4`;
    const status = async (token: string): Promise<number> => {
      const response = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
      await response.arrayBuffer();
      return response.status;
    };
    expect([
      await status(house.lab.tokens.read),
      await status(house.lab.tokens.write),
      await status(house.lab.tokens.robot),
    ]).toEqual([200, 403, 401]);
  });
});

test("after all of it, nothing of the other workspace has changed", async () => {
  const { prisma } = house.db;
  expect(await prisma.episode.count({ where: { outcome: "failure" } })).toBe(0);
  const secret = await prisma.episode.findFirstOrThrow({ where: { sessionId: "rival.secret" } });
  expect(await prisma.roomUpdate.count({ where: { room: { startsWith: secret.id } } })).toBe(0);
  expect(await prisma.annotation.count({ where: { episodeId: secret.id } })).toBe(0);
  expect(await prisma.labelSchema.count({ where: { workspaceId: house.rival.id } })).toBe(0);
  expect(await prisma.membership.count({ where: { workspaceId: house.rival.id } })).toBe(4);
  expect(await prisma.token.count({ where: { workspaceId: house.rival.id, revokedAt: { not: null } } })).toBe(
    0,
  );
  expect(
    await prisma.invitation.count({ where: { workspaceId: house.rival.id, revokedAt: { not: null } } }),
  ).toBe(0);
  expect(
    await prisma.pullSource.count({
      where: { workspaceId: house.rival.id, enabled: true, sessionId: "secret" },
    }),
  ).toBe(1);
  expect(await prisma.importJob.count({ where: { workspaceId: house.rival.id, status: "cancelled" } })).toBe(
    0,
  );
});
