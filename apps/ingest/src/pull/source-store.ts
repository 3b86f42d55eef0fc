import type { Db } from "@retake/db";
import type { PullSourceRow } from "./episode/pull-episode.ts";
import type { PullStatus } from "./pull-runner.ts";

/** The rows of the sources; the only writer of their state. */
export interface SourceStore {
  /** Those that are to be recorded. */
  enabled(): Promise<PullSourceRow[]>;
  /** Without effect on a row that is gone. What is left out stays as it is. */
  write(id: string, status: Partial<PullStatus>): Promise<void>;
}

export function createSourceStore(db: Db): SourceStore {
  const { pullSource } = db.prisma;
  return {
    enabled: () =>
      pullSource.findMany({
        where: { enabled: true },
        orderBy: { createdAt: "asc" },
        select: {
          id: true,
          workspaceId: true,
          name: true,
          url: true,
          robotType: true,
          task: true,
          enabled: true,
          sessionId: true,
        },
      }),
    async write(id, status) {
      await pullSource.updateMany({ where: { id }, data: { ...status } });
    },
  };
}
