import { TRPCClientError } from "@trpc/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEpisode } from "./fixtures/episodes.ts";
import { type SearchHouse, startSearchHouse } from "./fixtures/search-house.ts";

let house: SearchHouse["house"];
let ids: SearchHouse["ids"];
let clientOf: SearchHouse["clientOf"];
let owner: SearchHouse["owner"];
const workspace = "lab";

beforeAll(async () => {
  ({ house, ids, clientOf, owner } = await startSearchHouse());
});
afterAll(() => house.close());

describe("what is alike", () => {
  test("comes nearest first, without what was asked about", async () => {
    const { hits } = await owner.search.similar.query({ workspace, sessionIds: ["peg"], by: "motion" });
    expect(hits.map(({ row }) => row.sessionId)).toEqual(["peg-slow", "towel", "cup"]);
    expect(hits[0]?.why).toEqual([{ kind: "motion", text: "moves alike" }]);
    const [best] = (await owner.search.similar.query({ workspace, sessionIds: ["peg"], by: "text" })).hits;
    expect(best?.row.sessionId).toBe("peg-slow");
  });

  test("of a selection is like any of it", async () => {
    const { hits } = await owner.search.similar.query({
      workspace,
      sessionIds: ["peg", "cup"],
      by: "motion",
    });
    expect(hits.map(({ row }) => row.sessionId)).toEqual(["peg-slow", "towel"]);
  });

  test("says so where there is nothing to compare", async () => {
    const answer = await owner.search.similar.query({
      workspace,
      sessionIds: ["lab.episode_000000"],
      by: "visual",
    });
    expect(answer.hits).toEqual([]);
    expect(answer.problem).not.toBeNull();
    const foreign = owner.search.similar.query({ workspace, sessionIds: ["rival.secret"] });
    await expect(foreign).rejects.toMatchObject({ data: { code: "not_found" } });
  });

  test("is joined by texts in the graph of a workspace where nothing has a place by its motion", async () => {
    const { db, rival } = house;
    const { store } = house;
    const names = ["rival.a", "rival.b"];
    const [a, b] = await Promise.all(
      names.map((sessionId) => createEpisode(db, store, { workspaceId: rival.id, sessionId })),
    );
    const point = { workspaceId: rival.id, x: 0, y: 0 };
    await db.prisma.mapPoint.createMany({
      data: ["text", "visual"].flatMap((kind) => [
        { ...point, kind, episodeId: a!, neighbours: [[b!, kind === "text" ? 0.8 : 0.7]] },
        { ...point, kind, episodeId: b!, neighbours: [[a!, kind === "text" ? 0.8 : 0.7]] },
      ]),
    });
    const answer = await fetch(`${house.url}/api/v1/sessions/similarity-graph`, {
      headers: { authorization: `Bearer ${rival.tokens.read}` },
    });
    const { edges } = (await answer.json()) as {
      edges: { source: string; target: string; weight: number }[];
    };
    expect(edges.map(({ source, target, weight }) => [...[source, target].toSorted(), weight])).toEqual([
      [...names, 0.8],
    ]);
  });

  test("as a graph joins those who are among each other's nearest, once", async () => {
    const { db, lab } = house;
    const point = { workspaceId: lab.id, kind: "motion", x: 0, y: 0 };
    const [peg, slow, cup] = [ids["peg"]!, ids["peg-slow"]!, ids["cup"]!];
    await db.prisma.mapPoint.createMany({
      data: [
        {
          ...point,
          episodeId: peg,
          neighbours: [
            [slow, 0.9],
            [cup, 0.1],
          ],
        },
        {
          ...point,
          episodeId: slow,
          neighbours: [
            [peg, 0.9],
            [cup, 0.6],
          ],
        },
        { ...point, episodeId: cup, neighbours: [[peg, 0.1]] },
      ],
    });
    const answer = await fetch(`${house.url}/api/v1/sessions/similarity-graph`, {
      headers: { authorization: `Bearer ${lab.tokens.read}` },
    });
    const graph = (await answer.json()) as {
      nodes: { id: string }[];
      edges: { source: string; target: string; weight: number }[];
    };
    expect(graph.nodes).toHaveLength(7);
    expect(graph.edges).toEqual([{ source: expect.any(String), target: expect.any(String), weight: 0.9 }]);
    expect([graph.edges[0]?.source, graph.edges[0]?.target].toSorted()).toEqual(["peg", "peg-slow"]);
  });
});

test("searches kept under a name are everybody's; a name has one query", async () => {
  const viewer = clientOf(house.lab.people.viewer.cookie);
  const { id } = await owner.search.saved.save.mutate({ workspace, name: "slips", query: "slip" });
  expect((await owner.search.saved.save.mutate({ workspace, name: "slips", query: "slip -cup" })).id).toBe(
    id,
  );
  const other = await owner.search.saved.save.mutate({ workspace, name: "pegs", query: "peg" });
  expect(
    (await viewer.search.saved.list.query({ workspace })).searches.map(({ name, query }) => [name, query]),
  ).toEqual([
    ["pegs", "peg"],
    ["slips", "slip -cup"],
  ]);
  const taken = owner.search.saved.rename.mutate({ workspace, id, name: "pegs" });
  await expect(taken).rejects.toBeInstanceOf(TRPCClientError);
  await expect(taken).rejects.toMatchObject({ data: { code: "conflict" } });
  await owner.search.saved.rename.mutate({ workspace, id, name: "falls" });
  await owner.search.saved.remove.mutate({ workspace, id: other.id });
  expect((await viewer.search.saved.list.query({ workspace })).searches.map(({ name }) => name)).toEqual([
    "falls",
  ]);
});
