import type { ActivityView } from "@retake/trpc/schemas";
import { describe, expect, test } from "vitest";
import { activityWords, mentionText } from "./activity-words.ts";
import { groupActivities } from "./group-activities.ts";

const ann = { userId: "ann", name: "Ann" };
const bea = { userId: "bea", name: "Bea" };
let serial = 100;

function line(
  minute: number,
  kind: string,
  data: ActivityView["data"] = {},
  person = ann,
  sessionId = "one",
): ActivityView {
  serial -= 1;
  const at = new Date(Date.UTC(2026, 0, 1, 12, 59) - minute * 60_000).toISOString();
  return { id: String(serial), person, kind, data, at, episode: { sessionId, episodeIndex: null } };
}
const nameOf = (id: string): string => ({ ann: "Ann", bea: "Bea" })[id] ?? id;
const wordsOf = (lines: ActivityView[]): string[] =>
  groupActivities(lines).map((group) => activityWords(group, nameOf));

describe("a feed", () => {
  test("tells what one person did with one episode as one line, until a pause", () => {
    const added = (minute: number, id: string) =>
      line(minute, "annotation.added", { id, label: "grasp", start: 1.5 });
    expect(wordsOf([added(0, "a"), added(3, "b"), added(12, "c"), added(40, "d")])).toEqual([
      "added 3 labels",
      "added grasp at 1.50 s",
    ]);
  });

  test("counts fifty moves of one edge as one label, also between other doings", () => {
    const moved = (minute: number) =>
      line(minute, "annotation.changed", { id: "a", label: "grasp", start: 2 });
    const lines = Array.from({ length: 50 }, (_, i) =>
      i % 2 === 0 ? moved(i / 10) : line(i / 10, "outcome", { to: "success" }, bea),
    );
    expect(wordsOf(lines)).toEqual(["changed 1 label", "marked it as success"]);
  });

  test("keeps people, episodes and kinds apart", () => {
    const lines = [
      line(0, "notes"),
      line(0, "notes", {}, bea),
      line(0, "notes", {}, ann, "two"),
      line(0, "rating", { to: 4 }),
    ];
    expect(groupActivities(lines)).toHaveLength(4);
    expect(wordsOf(lines).at(-1)).toBe("gave 4 stars");
  });

  test("tells every step of an assignment", () => {
    const step = (minute: number, name: string) => line(minute, `assignment.${name}`, { assigneeId: "ann" });
    const lines = [step(0, "labelled"), step(1, "returned"), step(2, "labelled")];
    expect(groupActivities(lines).map(({ kind }) => kind)).toEqual(lines.map(({ kind }) => kind));
  });

  test("says verdicts with their reason, and names in comments", () => {
    expect(wordsOf([line(0, "assignment.returned", { assigneeId: "bea", reason: "late" })])).toEqual([
      "returned Bea's work: “late”",
    ]);
    expect(mentionText("see @[bea], @[who]", nameOf)).toBe("see @Bea, @who");
    expect(wordsOf([line(0, "something.new")])).toEqual(["something new"]);
  });
});
