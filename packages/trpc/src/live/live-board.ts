import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import type { LiveCount } from "../schemas/live.ts";
import { loadRecordings, type RecordingRecord } from "./load-recordings.ts";
import { createSharedAnswers, type SharedAnswers } from "./shared-answers.ts";

/** What all watchers of a workspace's recordings share: at most one query a wake-up, however many pages are open. */
export interface LiveBoard {
  recordings: SharedAnswers<readonly RecordingRecord[]>;
  counts: SharedAnswers<LiveCount>;
  close(): void;
}

export function createLiveBoard(options: {
  db: Db;
  signals: Pick<Listener, "connected" | "on" | "onGap">;
  now: () => Date;
}): LiveBoard {
  const { db, signals, now } = options;
  const recordings = createSharedAnswers<readonly RecordingRecord[]>({
    signals,
    load: (workspaceId) => loadRecordings(db, workspaceId, now()),
  });
  const counts = createSharedAnswers({ signals, load: (workspaceId) => countRecordings(db, workspaceId) });
  return {
    recordings,
    counts,
    close() {
      recordings.close();
      counts.close();
    },
  };
}

/** By the index of what is not finished. */
async function countRecordings({ pool }: Db, workspaceId: string): Promise<LiveCount> {
  const { rows } = await pool.query<LiveCount>(
    `select count(*) filter (where r."connected")::int as "recording", count(*) filter (where not r."connected")::int as "cutOff"
     from "Recording" r join "Episode" e on e."id" = r."episodeId"
     where r."workspaceId" = $1 and not r."finished" and r."endedAt" is null and e."publishedAt" is not null`,
    [workspaceId],
  );
  return rows[0] ?? { recording: 0, cutOff: 0 };
}
