import { importStatusSchema, type ImportJobView } from "@retake/trpc/schemas";
import { expect, test } from "vitest";
import { canRetry, resultWords } from "./job-words.ts";
import { notesOfJob } from "./notes-of-job.ts";

const job = (change: Partial<ImportJobView>): ImportJobView => ({
  id: "1",
  dataset: "/data/arm",
  revision: null,
  max_episodes: null,
  dataset_slug: "arm",
  status: "completed",
  phase: "done",
  progress: { done: 4_000, total: 4_000, unit: "episodes" },
  episodes: { imported: 4_000, unchanged: 0, quarantined: [] },
  warnings: [],
  error: null,
  created_at: "2026-01-01T00:00:00.000Z",
  started_at: null,
  finished_at: null,
  ...change,
});

test("an import that stopped before its dataset shows says how much of it is kept, and that it does not show yet", () => {
  const episodes = { imported: 150, unchanged: 49, quarantined: [] };
  const stopped = job({ status: "cancelled", dataset_slug: null, episodes });
  expect(resultWords(stopped)).toBe("199 of 4,000 episodes kept, shown once all are in");
  expect(resultWords(job({ status: "cancelled", episodes }))).toBe(
    "150 episodes imported, 49 episodes unchanged",
  );
  const none = { imported: 0, unchanged: 0, quarantined: [] };
  expect(resultWords(job({ status: "failed", dataset_slug: null, episodes: none }))).toBe(
    "0 episodes imported",
  );
});

test("whatever ended without everything can be tried again, also what was refused", () => {
  expect(importStatusSchema.options.filter((status) => canRetry(job({ status })))).toEqual([
    "completed_with_losses",
    "refused",
    "failed",
    "cancelled",
  ]);
});

test("a file's fault is said once: at the episode it cost, else as a warning", () => {
  const reason = "data/episode_000002.parquet was cut short.";
  const warnings = [
    { code: "data_file_unreadable", message: reason },
    { code: "camera_missing", message: "wrist is not there." },
  ];
  const quarantined = [{ episode_index: 2, reason }];
  const notes = notesOfJob(job({ warnings, episodes: { imported: 3, unchanged: 0, quarantined } }));
  expect(notes.map(({ kind, text }) => [kind, text])).toEqual([
    ["quarantined", `Episode 2: ${reason}`],
    ["warning", "wrist is not there."],
  ]);
});
