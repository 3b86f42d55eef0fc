import { importSample } from "@retake/dev-env";
import { expect, test } from "vitest";
import { noCounts } from "../src/types.ts";
import { openWorkbench } from "./workbench.ts";

const EPISODES = 8;

test("a fresh import is indexed whole, and a second pass writes nothing", { timeout: 300_000 }, async () => {
  await using bench = await openWorkbench();
  const { db, workspaceId } = bench;
  await importSample(bench, workspaceId, { episodes: EPISODES });
  const { counts, problems } = await bench.index();
  expect(problems).toEqual([]);
  expect(counts).toMatchObject({
    episodes: EPISODES,
    motions: EPISODES,
    pictures: EPISODES,
    layouts: 3,
    failed: 0,
  });

  const whole = await db.pool.query(
    `select count(*)::int as "indexed", count(e."summary")::int as "summaries", count(e."umapX")::int as "places", count(i."motion")::int as "motions",
         count(i."visual")::int as "visuals", bool_and(i."problems" = '{}') as "sound",
         bool_and(exists (select 1 from "TextVector" v where v."hash" = i."descriptionHash" and v."space" = 'local:use-lite:512')) as "vectors",
         sum((select count(*) from "MapPoint" p where p."episodeId" = e."id" and jsonb_array_length(p."neighbours") = least(8, $1 - 1)))::int as "points",
         sum((select count(*) from "Finding" f where f."episodeId" = e."id"))::int > 0 as "findings"
       from "Episode" e join "EpisodeIndex" i on i."episodeId" = e."id"`,
    [EPISODES],
  );
  expect(whole.rows).toEqual([
    {
      indexed: EPISODES,
      summaries: EPISODES,
      places: EPISODES,
      motions: EPISODES,
      visuals: EPISODES,
      sound: true,
      vectors: true,
      points: 3 * EPISODES,
      findings: true,
    },
  ]);
  expect(await db.prisma.indexRun.findUnique({ where: { workspaceId } })).toMatchObject({
    state: "idle",
    problem: null,
  });

  const before = await versions(bench.db.pool);
  const again = await bench.index();
  expect(again).toEqual({ counts: noCounts(), problems: [] });
  expect(await versions(bench.db.pool)).toEqual(before);
});

/** Postgres gives every row that is written a new `xmin`, whatever is written into it. */
async function versions(pool: Awaited<ReturnType<typeof openWorkbench>>["db"]["pool"]): Promise<unknown> {
  const tables = [
    "EpisodeIndex",
    "Episode",
    "Finding",
    "TextVector",
    "MotionSpace",
    "MapLayout",
    "MapPoint",
    "IndexRun",
  ];
  const { rows } = await pool.query(
    tables
      .map(
        (name) =>
          `select '${name}' as "name", xmin::text as "version", count(*)::int from "${name}" group by 1, 2`,
      )
      .join(" union all ") + " order by 1, 2",
  );
  return rows;
}
