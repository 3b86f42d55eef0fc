import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { visibleIndex } from "../policies/indexing.ts";
import {
  type IndexLayoutView,
  type IndexRunView,
  indexRunSchema,
  type IndexStatus,
} from "../schemas/indexing.ts";

/** Failures listed; the count tells of all. */
const FAILURES_MAX = 100;
const KINDS = ["motion", "text", "visual"] as const;

const NEVER_RUN: IndexRunView = {
  state: "idle",
  stage: "episodes",
  done: 0,
  total: 0,
  problem: null,
  startedAt: null,
  finishedAt: null,
  rebuildAsked: false,
};

export async function loadIndexRun(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
): Promise<IndexRunView> {
  const row = await db.prisma.indexRun.findUnique({ where: visibleIndex(workspace) });
  if (row === null) return NEVER_RUN;
  const { state, stage, done, total, problem, startedAt, finishedAt, rebuildAskedAt } = row;
  return indexRunSchema.parse({
    state,
    stage,
    done,
    total,
    problem,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    rebuildAsked: rebuildAskedAt !== null,
  });
}

/** How far a workspace's index is, what of it failed, and how its maps came out. */
export async function loadIndexStatus(
  services: Pick<Services, "db">,
  workspace: WorkspaceAccess,
): Promise<IndexStatus> {
  const [run, counts, failures, layouts] = await Promise.all([
    loadIndexRun(services, workspace),
    countEpisodes(services, workspace),
    loadFailures(services, workspace),
    loadLayouts(services, workspace),
  ]);
  return { run, counts, failures, layouts };
}

async function countEpisodes(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
): Promise<IndexStatus["counts"]> {
  const { rows } = await db.pool.query<IndexStatus["counts"]>(
    `select count(*)::int as "episodes", count(i."episodeId")::int as "indexed", count(*) filter (where i."episodeId" is null)::int as "waiting",
       count(*) filter (where i."problems" <> '{}')::int as "failed"
     from "Episode" e left join "EpisodeIndex" i on i."episodeId" = e."id"
     where e."workspaceId" = $1 and e."publishedAt" is not null and e."status" <> 'recording'`,
    [workspace.id],
  );
  return rows[0] ?? { episodes: 0, indexed: 0, waiting: 0, failed: 0 };
}

async function loadFailures(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
): Promise<IndexStatus["failures"]> {
  const rows = await db.prisma.episodeIndex.findMany({
    where: { ...visibleIndex(workspace), problems: { not: {} }, episode: { publishedAt: { not: null } } },
    select: { problems: true, episode: { select: { sessionId: true } } },
    orderBy: { episode: { sessionId: "asc" } },
    take: FAILURES_MAX,
  });
  return rows.map(({ problems, episode }) => ({
    sessionId: episode.sessionId,
    reasons: Object.values(problems as Record<string, string>),
  }));
}

async function loadLayouts(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
): Promise<IndexLayoutView[]> {
  const [layouts, points] = await Promise.all([
    db.prisma.mapLayout.findMany({ where: visibleIndex(workspace) }),
    db.prisma.mapPoint.groupBy({ by: ["kind", "isPlaced"], where: visibleIndex(workspace), _count: true }),
  ]);
  const count = (kind: string, placedOnly: boolean): number =>
    points.reduce(
      (sum, one) => sum + (one.kind === kind && (one.isPlaced || !placedOnly) ? one._count : 0),
      0,
    );
  return KINDS.flatMap((kind) => {
    const layout = layouts.find((one) => one.kind === kind);
    if (layout === undefined) return [];
    const figures = (layout.figures ?? {}) as Record<string, unknown>;
    return {
      kind,
      version: layout.version,
      fitted: layout.fittedCount,
      points: count(kind, false),
      placed: count(kind, true),
      clusters: Array.isArray(layout.clusters) ? layout.clusters.length : 0,
      trustworthiness: numberOf(figures["trustworthiness"]),
      meanShift: numberOf(figures["meanShift"]),
      seconds: numberOf(figures["seconds"]),
      basis: typeof figures["basis"] === "string" ? figures["basis"] : null,
      fittedAt: layout.fittedAt.toISOString(),
    };
  });
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
