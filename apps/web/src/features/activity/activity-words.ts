import type { ActivityView } from "@retake/trpc/schemas";
import { countOf } from "../../ui/figures.ts";
import type { ActivityGroup } from "./group-activities.ts";

type Data = ActivityView["data"];
type Names = (userId: string) => string;

const DONE: Record<string, string> = {
  "annotation.added": "added",
  "annotation.changed": "changed",
  "annotation.removed": "removed",
  "annotation.accepted": "accepted",
  "annotation.rejected": "rejected",
};

/** What the group did, after the person's name: `added 12 labels`. */
export function activityWords({ kind, lines }: ActivityGroup, nameOf: Names): string {
  const data = lines[0]?.data ?? {};
  const verb = DONE[kind];
  if (verb !== undefined) {
    if (lines.length > 1) return `${verb} ${countOf(distinct(lines), "label")}`;
    return `${verb} ${textOf(data, "label") ?? "a label"}${placeOf(data)}`;
  }
  const words = WORDS[kind];
  return words === undefined ? kind.replaceAll(/[._]/g, " ") : words(data, lines, nameOf);
}

/** Fifty moves of one edge change one label. */
function distinct(lines: readonly ActivityView[]): number {
  return new Set(lines.map(({ id, data }) => textOf(data, "id") ?? id)).size;
}

const WORDS: Record<string, (data: Data, lines: readonly ActivityView[], nameOf: Names) => string> = {
  outcome: (data) => {
    const to = textOf(data, "to");
    return to === null ? "took the outcome back" : `marked it as ${to}`;
  },
  rating: ({ to }) => (to === null ? "took the rating back" : `gave ${countOf(Number(to), "star")}`),
  notes: () => "wrote the notes",
  "tag.added": (_, lines) => `added the tag${lines.length === 1 ? "" : "s"} ${listOf(lines, "tag")}`,
  "tag.removed": (_, lines) => `removed the tag${lines.length === 1 ? "" : "s"} ${listOf(lines, "tag")}`,
  "comment.added": (data, lines, nameOf) =>
    lines.length > 1 ? `wrote ${countOf(lines.length, "comment")}` : `commented: ${quoteOf(data, nameOf)}`,
  "comment.edited": (data, _, nameOf) => `edited a comment: ${quoteOf(data, nameOf)}`,
  "comment.removed": () => "removed a comment",
  "thread.resolved": () => "resolved a thread",
  "thread.reopened": () => "opened a thread again",
  "layer.adopted": (data, _, nameOf) => `adopted the labels of ${nameOf(textOf(data, "from") ?? "")}`,
  "assignment.created": ({ count, people }, _, nameOf) =>
    `assigned ${countOf(Number(count), "episode")} to ${
      Array.isArray(people)
        ? people
            .slice(0, 3)
            .map((id) => nameOf(String(id)))
            .join(", ")
        : "people"
    }${Array.isArray(people) && people.length > 3 ? ` and ${people.length - 3} more` : ""}`,
  "assignment.removed": ({ count }) => `took ${countOf(Number(count), "assignment")} back`,
  "assignment.labelled": () => "is done with it",
  "assignment.reopened": () => "is not done with it after all",
  "assignment.taken": (data, _, nameOf) => `began to review ${workOf(data, nameOf)}`,
  "assignment.released": (data, _, nameOf) => `released the review of ${workOf(data, nameOf)}`,
  "assignment.accepted": (data, _, nameOf) => `accepted ${workOf(data, nameOf)}`,
  "assignment.reconsidered": (data, _, nameOf) => `reviews ${workOf(data, nameOf)} once more`,
  "assignment.returned": (data, _, nameOf) =>
    `returned ${workOf(data, nameOf)}: “${textOf(data, "reason") ?? ""}”`,
};

function workOf(data: Data, nameOf: Names): string {
  return `${nameOf(textOf(data, "assigneeId") ?? "")}'s work`;
}

function placeOf({ start }: Data): string {
  return typeof start === "number" ? ` at ${start.toFixed(2)} s` : "";
}

function listOf(lines: readonly ActivityView[], key: string): string {
  return [...new Set(lines.map(({ data }) => textOf(data, key) ?? ""))].slice(0, 5).join(", ");
}

function quoteOf(data: Data, nameOf: Names): string {
  return `“${mentionText(textOf(data, "text") ?? "", nameOf)}”`;
}

function textOf(data: Data, key: string): string | null {
  const value = data[key];
  return typeof value === "string" ? value : null;
}

/** A comment as it is read: mentions are names. */
export function mentionText(text: string, nameOf: Names): string {
  return text.replaceAll(/@\[([A-Za-z0-9_-]{1,64})\]/g, (_, id: string) => `@${nameOf(id)}`);
}

/** Where a line happened, seconds, to open the episode there. */
export function momentOf({ data }: ActivityView): number | null {
  const { start, time } = data;
  if (typeof start === "number") return start;
  return typeof time === "number" ? time : null;
}
