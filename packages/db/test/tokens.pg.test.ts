import { startTestDatabase } from "@retake/dev-env";
import { expect, test } from "vitest";
import type { Db } from "../src/index.ts";
import { createListener } from "../src/notify.ts";
import { createTokenVerifier, insertToken, mintToken, parseToken, revokeToken } from "../src/tokens.ts";

async function withVerifier(
  use: (made: {
    db: Db;
    workspaceId: string;
    verifier: ReturnType<typeof createTokenVerifier>;
    clock: { ms: number };
    queries: () => number;
  }) => Promise<void>,
): Promise<void> {
  await using database = await startTestDatabase();
  const { db } = database;
  const listener = createListener(database.url);
  await listener.ready();
  const clock = { ms: Date.UTC(2030, 0, 1) };
  let queries = 0;
  const counting = db.pool.query.bind(db.pool);
  db.pool.query = ((...args: Parameters<typeof counting>) => {
    queries += 1;
    return counting(...args);
  }) as typeof db.pool.query;
  const verifier = createTokenVerifier({ db, listener, now: () => new Date(clock.ms) });
  try {
    const workspace = await db.prisma.workspace.create({ data: { slug: "w", name: "W" } });
    await use({ db, workspaceId: workspace.id, verifier, clock, queries: () => queries });
  } finally {
    verifier.close();
    await listener.close();
  }
}

const base = { kind: "api", name: "script", scopes: ["read"], createdById: null } as const;

test("a valid token says whose it is; another one, and a foreign secret with its id, do not, whoever asked before", async () => {
  await withVerifier(async ({ db, workspaceId, verifier }) => {
    const { id, token } = await insertToken(db.prisma, { ...base, scopes: ["read"], workspaceId });
    expect(await verifier.verify(token)).toEqual({
      id,
      kind: "api",
      workspaceId,
      name: "script",
      scopes: ["read"],
      expiresAt: null,
    });
    expect(await verifier.verify(mintToken().token)).toBeNull();
    expect(await verifier.verify("")).toBeNull();
    const own = parseToken(token);
    const foreign = { id, hash: parseToken(mintToken().token)?.hash ?? Buffer.alloc(32) };
    for (let round = 0; round < 2; round += 1) {
      expect(await verifier.verifyParsed(own)).not.toBeNull();
      expect(await verifier.verifyParsed(foreign)).toBeNull();
    }
  });
});

test("repeated checks within a minute cost no query", async () => {
  await withVerifier(async ({ db, workspaceId, verifier, queries, clock }) => {
    const { token } = await insertToken(db.prisma, { ...base, scopes: ["read"], workspaceId });
    await verifier.verify(token);
    const before = queries();
    for (let i = 0; i < 50; i += 1) expect(await verifier.verify(token)).not.toBeNull();
    expect(queries()).toBe(before);
    clock.ms += 61_000;
    await verifier.verify(token);
    const row = await db.prisma.token.findFirstOrThrow();
    expect(row.lastUsedAt?.getTime()).toBe(clock.ms);
  });
});

test("a revoked token is refused as soon as its notification arrives, also by caches", async () => {
  await withVerifier(async ({ db, workspaceId, verifier }) => {
    const { id, token } = await insertToken(db.prisma, { ...base, scopes: ["read"], workspaceId });
    expect(await verifier.verify(token)).not.toBeNull();
    expect(await revokeToken(db, "another workspace", id)).toBe(false);
    expect(await revokeToken(db, workspaceId, id)).toBe(true);
    await expect.poll(() => verifier.verify(token)).toBeNull();
    expect(await revokeToken(db, workspaceId, id)).toBe(false);
  });
});

test("a token ends at its expiry, cached or not", async () => {
  await withVerifier(async ({ db, workspaceId, verifier, clock }) => {
    const expiresAt = new Date(clock.ms + 1_000);
    const { token } = await insertToken(db.prisma, { ...base, scopes: ["read"], workspaceId, expiresAt });
    expect(await verifier.verify(token)).not.toBeNull();
    clock.ms += 1_000;
    expect(await verifier.verify(token)).toBeNull();
  });
});
