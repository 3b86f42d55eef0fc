import { createDb } from "@retake/db";
import { mintToken } from "@retake/db/tokens";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

/** Nothing listens on port 1: the same as a database that went away after the front had started. */
const away = createDb("postgresql://nobody@127.0.0.1:1/none");
const headers = { authorization: `Bearer ${mintToken().token}` };
let house: TestFront;

beforeAll(async () => {
  house = await startTestFront({ parts: { db: away } });
});
afterAll(async () => {
  await house.close();
  await away.close();
});

test("REST says 503 and when to come back while the database is away", async () => {
  const answer = await fetch(`${house.url}/api/v1/sessions`, { headers });
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await answer.json()).toMatchObject({ error: { code: "unavailable" } });
});

test("a tRPC client reads the same in the shape it knows", async () => {
  const answer = await fetch(`${house.url}/api/trpc/me.get`, { headers });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ error: { data: { code: "unavailable", httpStatus: 503 } } });
});
