import type { z } from "zod";
import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { visibleSources } from "../policies/sources.ts";
import {
  type RobotView,
  sourceStateSchema,
  type SourceView,
  type sourceListOutput,
} from "../schemas/sources.ts";

/** Robots shown: those seen last. */
const ROBOTS_MAX = 500;

/** The sources of a workspace and the robots it has seen. */
export async function listSources(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
): Promise<z.infer<typeof sourceListOutput>> {
  const [sources, robots] = await Promise.all([
    db.prisma.pullSource.findMany({
      where: visibleSources(workspace),
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    }),
    db.prisma.robot.findMany({
      where: visibleSources(workspace),
      orderBy: [{ lastSeenAt: "desc" }, { id: "asc" }],
      take: ROBOTS_MAX,
      include: {
        _count: { select: { episodes: true } },
        recordings: { where: { connected: true, endedAt: null }, select: { episodeId: true }, take: 1 },
      },
    }),
  ]);
  return { sources: sources.map(sourceView), robots: robots.map(robotView) };
}

/** A row of PullSource. */
export interface SourceRecord extends Omit<SourceView, "state" | "updatedAt"> {
  state: string;
  updatedAt: Date;
}

export function sourceView(row: SourceRecord): SourceView {
  const { id, name, url, robotType, task, enabled, problem, sessionId } = row;
  const state = enabled ? sourceStateSchema.catch("idle").parse(row.state) : "idle";
  return {
    id,
    name,
    url,
    robotType,
    task,
    enabled,
    state,
    problem: enabled ? problem : null,
    sessionId,
    updatedAt: row.updatedAt.toISOString(),
  };
}

interface RobotRecord {
  id: string;
  name: string;
  robotType: string | null;
  firstSeenAt: Date;
  lastSeenAt: Date;
  _count: { episodes: number };
  recordings: unknown[];
}

function robotView(row: RobotRecord): RobotView {
  return {
    id: row.id,
    name: row.name,
    robotType: row.robotType,
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    episodes: row._count.episodes,
    isConnected: row.recordings.length > 0,
  };
}
