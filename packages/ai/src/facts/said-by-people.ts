import type { EpisodeMeta } from "../types.ts";
import { plainText } from "./plain-text.ts";
import type { EpisodeFacts } from "./types.ts";

/** More than a screen shows; the rest is searched as rows of its own. */
const ITEMS_MAX = 50;
const TASK_MAX = 300;
const NAME_MAX = 100;
const NOTE_MAX = 500;

type Said = Omit<EpisodeFacts, "motion" | "rewards" | "findings">;

/** What people and files say of an episode: cleaned, cut, and only ever quoted. */
export function saidByPeople(meta: EpisodeMeta): Said {
  const task = plainText(meta.task, TASK_MAX);
  const tasks = meta.tasks.slice(0, ITEMS_MAX).flatMap((one) => plainText(one, TASK_MAX) ?? []);
  return {
    version: 1,
    source: meta.source,
    dataset: plainText(meta.datasetName, NAME_MAX),
    episodeIndex: meta.episodeIndex,
    task,
    tasks: [...new Set(tasks)].filter((one) => one !== task),
    robot: plainText(meta.robotType, NAME_MAX),
    operator: plainText(meta.operator, NAME_MAX),
    fps: finite(meta.fps) ?? 0,
    durationS: Math.max(0, finite(meta.durationS) ?? 0),
    frames: meta.totalFrames,
    outcome: meta.outcome,
    reward: finite(meta.totalReward),
    rating: finite(meta.rating),
    tags: names(meta.tags),
    cameras: names(meta.cameras),
    notes: plainText(meta.notes, NOTE_MAX),
    ...timed(meta),
    warnings: meta.warnings.slice(0, ITEMS_MAX).flatMap(({ message }) => plainText(message, NOTE_MAX) ?? []),
  };
}

function timed(meta: EpisodeMeta): Pick<Said, "labels" | "comments" | "marks"> {
  return {
    labels: meta.labels.slice(0, ITEMS_MAX).flatMap(({ lane, label, start, end, note }) => {
      const name = plainText(label, NAME_MAX);
      if (name === null) return [];
      const span = { start: finite(start) ?? 0, end: finite(end) };
      return [
        { lane: plainText(lane, NAME_MAX) ?? "", label: name, ...span, note: plainText(note, NOTE_MAX) },
      ];
    }),
    comments: meta.comments.slice(0, ITEMS_MAX).flatMap(({ time, text }) => {
      const said = plainText(text, NOTE_MAX);
      return said === null ? [] : [{ time: finite(time) ?? 0, text: said }];
    }),
    marks: meta.marks.slice(0, ITEMS_MAX).map(({ time, kind, text }) => ({
      time: finite(time) ?? 0,
      kind: plainText(kind, NAME_MAX) ?? "mark",
      text: plainText(text, NOTE_MAX),
    })),
  };
}

const names = (texts: readonly string[]): string[] =>
  texts.slice(0, ITEMS_MAX).flatMap((text) => plainText(text, NAME_MAX) ?? []);

/** Adding 0 makes 0 of -0, which JSON does not keep. */
const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value + 0 : null;
