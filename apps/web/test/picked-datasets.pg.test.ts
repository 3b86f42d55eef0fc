import { createTRPCClient, httpBatchLink, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "@retake/trpc/router";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDataset, createEpisode } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
let ada: ReturnType<typeof clientOf>;
const workspace = "lab";
const ids = ["one", "two", "three", "four"].map((name) => `cups.${name}`);
const [one = "", two = "", three = "", four = ""] = ids;

beforeAll(async () => {
  house = await startTestFront();
  const { db, store, lab } = house;
  const datasetId = await createDataset(db, lab.id, "cups");
  for (const [episodeIndex, sessionId] of ids.entries()) {
    await createEpisode(db, store, {
      workspaceId: lab.id,
      datasetId,
      episodeIndex,
      sessionId,
      data: { task: episodeIndex < 2 ? "stack" : "pour", robotType: "so101", durationS: 10 },
    });
  }
  ada = clientOf(lab.people.annotator.cookie);
});
afterAll(() => house.close());

function clientOf(cookie: string) {
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${house.url}/api/trpc`, headers: { cookie } })],
  });
}

async function codeOf(call: Promise<unknown>): Promise<string | undefined> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof TRPCClientError ? (error.data as { code?: string }).code : undefined;
}

const listed = async (dataset: string): Promise<string[]> =>
  (await ada.episodes.list.query({ workspace, dataset, sort: "name" })).episodes.map((row) => row.sessionId);

test("picked episodes are a dataset: listed, opened as a list, counted as a filter, asked for in words and over REST, and still in their own", async () => {
  const { slug, added, missing } = await ada.datasets.picked.create.mutate({
    workspace,
    name: "Good pours",
    sessionIds: [three, four, "rival.secret", "nobody"],
  });
  expect({ slug, added, missing }).toEqual({
    slug: "Good.pours",
    added: 2,
    missing: ["rival.secret", "nobody"],
  });
  const { datasets } = await ada.datasets.list.query({ workspace });
  expect(datasets.find((row) => row.slug === slug)).toMatchObject({
    name: "Good pours",
    kind: "picked",
    author: "annotator",
    episodes: 2,
    hours: 20 / 3600,
    tasks: ["pour"],
    robotType: "so101",
    fps: 10,
    formatVersion: null,
  });
  expect(await ada.datasets.get.query({ workspace, slug })).toMatchObject({
    taskCounts: [{ task: "pour", episodes: 2 }],
    durations: [10, 10],
    robots: ["so101"],
  });
  expect(await listed(slug)).toEqual([four, three]);
  expect(await listed("cups")).toEqual([...ids].toSorted());
  const facets = await ada.episodes.facets.query({ workspace });
  expect(facets.datasets).toContainEqual({ value: slug, label: "Good pours", count: 2 });
  const found = await ada.search.query.query({ workspace, query: "dataset:Good.pours" });
  expect(found.episodes.map(({ row }) => row.sessionId).toSorted()).toEqual([four, three]);
  const rest = await fetch(`${house.url}/api/v1/sessions?dataset=${slug}`, {
    headers: { authorization: `Bearer ${house.lab.tokens.read}` },
  });
  expect(await rest.json()).toMatchObject({ total: 2 });
});

test("what its episodes share are its features; what only one of them has is not", async () => {
  const { slug } = await ada.datasets.picked.create.mutate({
    workspace,
    name: "Both",
    sessionIds: [one, two],
  });
  const before = (await ada.datasets.get.query({ workspace, slug })).features.map(({ name }) => name);
  expect(before).toContain("observation.state");
  await house.db.pool.query(
    `update "Topic" set "shape" = '{99}' where "name" = '/observation/state' and "episodeId" = (select "id" from "Episode" where "sessionId" = $1)`,
    [one],
  );
  // Nobody is told of a change by hand; a change of the dataset is one.
  await ada.datasets.picked.rename.mutate({ workspace, slug, name: "Both of them" });
  const { features, name } = await ada.datasets.get.query({ workspace, slug });
  expect(name).toBe("Both of them");
  expect(features.map((feature) => feature.name)).toEqual(
    before.filter((feature) => feature !== "observation.state"),
  );
});

test("adding twice adds once, taking out leaves the episode; what is published again in its place stays picked", async () => {
  const { slug } = await ada.datasets.picked.create.mutate({ workspace, name: "Some", sessionIds: [one] });
  const add = { workspace, slug, sessionIds: [one, two, three] };
  expect((await ada.datasets.picked.add.mutate(add)).added).toBe(2);
  expect((await ada.datasets.picked.add.mutate(add)).added).toBe(0);
  expect(
    await ada.datasets.picked.drop.mutate({ workspace, slug, sessionIds: [one, "rival.secret"] }),
  ).toEqual({ dropped: 1 });
  expect(await listed(slug)).toEqual([three, two]);
  expect(await listed("cups")).toContain(one);
  // As an import does with an episode whose files have changed.
  await house.db.pool.query(`update "Episode" set "publishedAt" = null where "sessionId" = $1`, [two]);
  await house.db.pool.query(
    `update "Episode" set "publishedAt" = now(), "contentHash" = 'other' where "sessionId" = $1`,
    [two],
  );
  await ada.datasets.picked.remove.mutate({ workspace, slug: "Both" });
  expect(await listed(slug)).toEqual([three, two]);
});

test("a picked dataset can be deleted, and its episodes are all there; an imported one is not anybody's to change", async () => {
  const { slug } = await ada.datasets.picked.create.mutate({ workspace, name: "Gone", sessionIds: ids });
  await ada.datasets.picked.remove.mutate({ workspace, slug });
  expect(await codeOf(ada.datasets.get.query({ workspace, slug }))).toBe("not_found");
  expect(await listed("cups")).toHaveLength(ids.length);
  for (const call of [
    ada.datasets.picked.remove.mutate({ workspace, slug: "cups" }),
    ada.datasets.picked.rename.mutate({ workspace, slug: "cups", name: "mine" }),
    ada.datasets.picked.add.mutate({ workspace, slug: "cups", sessionIds: [one] }),
    ada.datasets.picked.drop.mutate({ workspace, slug: "cups", sessionIds: [one] }),
    ada.datasets.picked.create.mutate({ workspace, name: "None", sessionIds: ["rival.secret"] }),
  ])
    expect(await codeOf(call)).toBe("not_found");
});

test("a name is a dataset's alone, whatever its case; of two names with one slug the second gets a number", async () => {
  const make = (name: string) => ada.datasets.picked.create.mutate({ workspace, name, sessionIds: [one] });
  expect((await make("a/b")).slug).toBe("a.b");
  expect((await make("a b")).slug).toBe("a.b-2");
  expect(await codeOf(make("A/B"))).toBe("conflict");
  const { name } = await ada.datasets.get.query({ workspace, slug: "cups" });
  expect(await codeOf(make(name.toUpperCase()))).toBe("conflict");
});
