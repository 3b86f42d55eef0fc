import { AppError } from "@retake/core/errors";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEpisode } from "./fixtures/episodes.ts";
import { type SearchHouse, startSearchHouse } from "./fixtures/search-house.ts";
import { indexEpisode } from "./fixtures/word-embedder.ts";

let house: SearchHouse["house"];
let embedder: SearchHouse["embedder"];
let ids: SearchHouse["ids"];
let clientOf: SearchHouse["clientOf"];
let owner: SearchHouse["owner"];
const workspace = "lab";

beforeAll(async () => {
  ({ house, embedder, ids, clientOf, owner } = await startSearchHouse());
});
afterAll(() => house.close());

const namesOf = async (query: string, client = owner): Promise<string[]> =>
  (await client.search.query.query({ workspace, query })).episodes.map(({ row }) => row.sessionId);

describe("filters", () => {
  test("of a sentence hold exactly, in the order it asks for", async () => {
    expect(await namesOf("by so101, highest reward first")).toEqual(["peg-slow", "cup", "peg", "towel"]);
    expect(await namesOf("robot:so101 outcome:success reward:>3")).toEqual(["cup"]);
    expect(await namesOf("robot:so101 without an outcome")).toEqual(["towel"]);
    expect(await namesOf('robot:so101 "the peg"')).toEqual(expect.arrayContaining(["peg", "peg-slow"]));
    expect(await namesOf("robot:so101 -peg reward:>1")).toEqual(["cup"]);
    expect(await namesOf("robot:so101 limit:2 sort:name")).toEqual(["cup", "peg"]);
  });

  test("under an order, a word that is a filter already makes nothing match", async () => {
    const { db, store, lab } = house;
    const made: string[] = [];
    for (const [sessionId, task, totalReward] of [
      ["mug", "lift the mug", 1],
      ["pan", "wash the pan", 8],
    ] as const) {
      const data = { task, totalReward, outcome: "failure", robotType: "ur5" } as const;
      const id = await createEpisode(db, store, { workspaceId: lab.id, sessionId, data });
      await indexEpisode(db, { id, workspaceId: lab.id }, { task, description: "it failed" });
      made.push(id);
    }
    expect(await namesOf("failed mug by ur5, highest reward first")).toEqual(["mug"]);
    await db.prisma.episode.deleteMany({ where: { id: { in: made } } });
  });

  test("and those of the list both hold", async () => {
    const filter = { outcome: "failure" } as const;
    const answer = await owner.search.query.query({ workspace, query: "peg", filter });
    expect(answer.episodes.map(({ row }) => row.sessionId)).toEqual(["peg-slow"]);
  });

  test("of the list count the results, all where filters alone are asked for, else the best and how many those are", async () => {
    const count = async (query: string, filter = {}) => {
      const { outcomes, of } = await owner.episodes.facets.query({ workspace, query, ...filter });
      return { of, ...Object.fromEntries(outcomes.map((one) => [one.value, one.count])) };
    };
    expect(await count("by so101")).toEqual({ of: null, success: 2, failure: 1, none: 1 });
    const { total } = await owner.search.query.query({ workspace, query: "peg by so101" });
    const { of, ...counts } = await count("peg by so101");
    expect(of).toBe(total);
    expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(total);
    // A filter's own choices stay as they are without it.
    expect(await count("by so101", { outcome: "failure" })).toEqual({
      of: null,
      success: 2,
      failure: 1,
      none: 1,
    });
    const tasks = await owner.episodes.facets.query({ workspace, query: "by so101", outcome: "failure" });
    expect(tasks.tasks).toEqual([{ value: "insert the peg", count: 1 }]);
  });

  test("of bounds are the list's and REST's too", async () => {
    const ask = async (query: string): Promise<[number, string[]]> => {
      const answer = await fetch(`${house.url}/api/v1/sessions?robot=so101&sort=name&${query}`, {
        headers: { authorization: `Bearer ${house.lab.tokens.read}` },
      });
      const { sessions = [] } = (await answer.json()) as { sessions?: { session_id: string }[] };
      return [answer.status, sessions.map((one) => one.session_id)];
    };
    expect(await ask(`reward=${encodeURIComponent(">3")}`)).toEqual([200, ["cup", "peg-slow"]]);
    expect(await ask("reward=1..5&duration=5s")).toEqual([200, ["cup", "peg", "towel"]]);
    expect(await ask("reward=much")).toEqual([400, []]);
  });

  test("come back as chips with where they stand", async () => {
    const query = "failed peg by so101";
    const { chips, rest } = await owner.search.parse.query({ workspace, query });
    expect(chips.map(({ kind, from, to }) => [kind, query.slice(from, to)])).toEqual([
      ["outcome", "failed"],
      ["robot", "by so101"],
    ]);
    expect(rest).toBe("peg");
  });
});

describe("what is ranked", () => {
  test("says why, and how sure it is", async () => {
    const answer = await owner.search.query.query({ workspace, query: "peg insertion" });
    expect(answer.episodes.slice(0, 2).map(({ row }) => row.task)).toEqual([
      "insert the peg",
      "insert the peg",
    ]);
    expect(answer.episodes[0]?.why).toContainEqual({ kind: "words", text: "peg, insertion" });
    expect(answer.confidence).toBe("strong");
    for (const { score, why } of answer.episodes) {
      expect(why.length).toBeGreaterThan(0);
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(1);
    }
    expect((await owner.search.query.query({ workspace, query: "quantum zebra" })).confidence).toBe("weak");
  });

  test("what people wrote is data: it comes back as it is", async () => {
    const [first] = (await owner.search.query.query({ workspace, query: "fold towels b" })).episodes;
    expect(first?.row.task).toBe("fold <b>towels</b>");
    expect(first?.why).toContainEqual({ kind: "meaning", text: "task: fold <b>towels</b>" });
  });

  test("goes on by words alone when nothing makes vectors, and says so", async () => {
    embedder.fail(new AppError("unavailable", "Out of order."));
    const answer = await owner.search.query.query({ workspace, query: "stack of cups" });
    embedder.fail(null);
    expect(answer.episodes[0]?.row.sessionId).toBe("cup");
    expect(answer.embeddings).toMatchObject({ provider: "none", degraded: true });
    expect(answer.embeddings.reason).toContain("Out of order.");
    const back = await owner.search.query.query({ workspace, query: "stack of cups" });
    expect(back.embeddings).toMatchObject({ provider: "local", degraded: false, reason: null });
  });

  test("a question that was asked before is not turned into a vector again, and costs four queries, one more while episodes wait to be indexed", async () => {
    const ask = () => owner.search.query.query({ workspace, query: "insert some peg" });
    await ask();
    const [asked, queries] = [embedder.asked.length, house.queries()];
    await ask();
    expect(embedder.asked.length).toBe(asked);
    expect(house.queries() - queries).toBeLessThanOrEqual(5);
  });

  test("no answer holds anything of another workspace", async () => {
    const { db, rival } = house;
    const secret = await db.prisma.episode.findFirstOrThrow({ where: { sessionId: "rival.secret" } });
    await indexEpisode(db, { id: secret.id, workspaceId: rival.id }, { task: "insert the peg secretly" });
    expect(await namesOf("insert the peg secretly")).not.toContain("rival.secret");
  });
});

describe("an episode that is not indexed yet", () => {
  const ask = async (query: string, filter = {}) => {
    const answer = await owner.search.query.query({ workspace, query, filter });
    return { ...answer, first: answer.episodes[0] };
  };

  test("is the first answer to its name, before what is near in meaning and what is called alike", async () => {
    const { first, confidence } = await ask("lab.episode_000001");
    expect(first).toMatchObject({
      row: { sessionId: "lab.episode_000001" },
      why: [{ kind: "words", text: "in its name, dataset or task" }],
    });
    expect(confidence).toBe("strong");
    const answer = await fetch(`${house.url}/api/v1/sessions/search`, {
      method: "POST",
      headers: { authorization: `Bearer ${house.lab.tokens.read}`, "content-type": "application/json" },
      body: JSON.stringify({ query: "lab.episode_000002" }),
    });
    const [best] = (await answer.json()) as { session: { session_id: string } }[];
    expect(best?.session.session_id).toBe("lab.episode_000002");
  });

  test("is found by its dataset, its task and a part of its name, within the filters", async () => {
    const unindexed = ["lab.episode_000000", "lab.episode_000001", "lab.episode_000002"];
    for (const query of ["pusht", "push the block", "isode_00"]) {
      const { episodes } = await ask(query);
      expect(
        episodes
          .slice(0, 3)
          .map(({ row }) => row.sessionId)
          .toSorted(),
        query,
      ).toEqual(unindexed);
    }
    const { episodes } = await ask("pusht", { label: "slip" });
    expect(episodes.map(({ row }) => row.sessionId)).toEqual(["lab.episode_000001"]);
    const failed = await ask("pusht outcome:failure");
    expect(failed.episodes.map(({ row }) => row.sessionId)).not.toContain("lab.episode_000000");
  });

  test("is found as soon as it is announced, also by who has just looked in vain", async () => {
    const { db, store, lab } = house;
    const firstOf = async () => (await ask("cut-7f3a")).first?.row.sessionId;
    expect(await firstOf()).not.toBe("cut-7f3a");
    await createEpisode(db, store, { workspaceId: lab.id, sessionId: "cut-7f3a" });
    await db.pool.query("select pg_notify('episode', $1)", [`${lab.id}/cut-7f3a`]);
    await expect.poll(firstOf).toBe("cut-7f3a");
    await db.prisma.episode.deleteMany({ where: { sessionId: "cut-7f3a" } });
  });

  test("is not found before it is published, nor by another workspace", async () => {
    for (const name of ["lab.hidden", "rival.secret"])
      expect((await ask(name)).episodes.map(({ row }) => row.sessionId)).not.toContain(name);
  });
});

describe("moments", () => {
  beforeAll(async () => {
    const { db, lab } = house;
    const common = {
      episodeId: ids["cup"]!,
      lane: "events",
      origin: "human",
      createdAt: new Date(),
      start: 1,
      end: 2,
    };
    await db.prisma.annotation.createMany({
      data: [
        {
          ...common,
          id: "a",
          label: "wobble",
          note: "the tower leans",
          state: "accepted",
          authorId: lab.people.owner.id,
        },
        { ...common, id: "b", label: "hidden-blind", layer: "blind:somebody", state: "accepted" },
        { ...common, id: "c", label: "hidden-gold", layer: "gold", state: "accepted" },
        { ...common, id: "d", label: "hidden-suggestion", origin: "rule", state: "proposed" },
      ],
    });
    await db.prisma.finding.create({
      data: {
        episodeId: ids["cup"]!,
        position: 0,
        kind: "pause",
        start: 3,
        end: 4,
        text: "stood still for 1 s",
      },
    });
  });

  test("are found with their time, kind and author", async () => {
    const { moments, episodes } = await owner.search.query.query({ workspace, query: "wobble of the tower" });
    expect(moments[0]).toMatchObject({
      sessionId: "cup",
      kind: "label",
      start: 1,
      end: 2,
      text: "wobble: the tower leans",
    });
    expect(moments[0]?.author).toBe(
      (await house.db.prisma.user.findUniqueOrThrow({ where: { id: house.lab.people.owner.id } })).name,
    );
    const cup = episodes.find(({ row }) => row.sessionId === "cup");
    if (cup !== undefined) expect(cup.moment).toMatchObject({ start: 1, kind: "label" });
    const pauses = await owner.search.query.query({ workspace, query: "pause", scope: "moments" });
    expect(pauses).toMatchObject({ episodes: [], moments: [{ kind: "finding", start: 3 }] });
  });

  test.each(["hidden-blind", "hidden-gold", "hidden-suggestion"])(
    "a label that is not the team's is in none: %s",
    async (word) => {
      const answer = await owner.search.query.query({ workspace, query: word });
      expect(answer.moments).toEqual([]);
      expect(await namesOf(`label:${word}`)).toEqual([]);
    },
  );

  test("whose work an episode is says a search only to reviewers, and to oneself", async () => {
    const { db, lab } = house;
    const { annotator, viewer } = lab.people;
    await db.prisma.assignment.create({
      data: { workspaceId: lab.id, episodeId: ids["peg"]!, assigneeId: annotator.id },
    });
    const { name } = await db.prisma.user.findUniqueOrThrow({ where: { id: annotator.id } });
    const query = `assignee:"${name}"`;
    expect(await namesOf(query)).toEqual(["peg"]);
    expect(await namesOf(query, clientOf(annotator.cookie))).toEqual(["peg"]);
    expect(await namesOf(query, clientOf(viewer.cookie))).toEqual([]);
  });
});
