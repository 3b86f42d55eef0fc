import type { EpisodeRow } from "@retake/trpc/schemas";
import { csvLine } from "../../ui/csv-line.ts";

const NAMES = [
  "session_id",
  "dataset",
  "episode_index",
  "task",
  "robot_type",
  "outcome",
  "tags",
  "duration_s",
  "frames",
  "fps",
  "reward",
  "source",
  "created_at",
  "export_url",
];

/** Episodes as RFC 4180, a line each, with the address that each one's samples are exported from (`?format=csv`, `json` or `parquet`). */
export function episodesCsv(rows: readonly EpisodeRow[], origin: string): string {
  const lines = rows.map((row) =>
    csvLine([
      row.sessionId,
      row.datasetName ?? "",
      String(row.episodeIndex ?? ""),
      row.task ?? "",
      row.robotType ?? "",
      row.outcome ?? "",
      row.tags.join("; "),
      String(row.durationS),
      String(row.totalFrames),
      String(row.fps ?? ""),
      String(row.totalReward ?? ""),
      row.source,
      row.createdAt,
      `${origin}/api/v1/sessions/${encodeURIComponent(row.sessionId)}/export`,
    ]),
  );
  return `${[NAMES.join(","), ...lines].join("\r\n")}\r\n`;
}
