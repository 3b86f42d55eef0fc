import type { WorkOnEpisode } from "@retake/trpc/schemas";
import { describe, expect, test } from "vitest";
import { peopleOf, workWords } from "./work-words.ts";

const ann = { userId: "a", name: "Ann" };
const ben = { userId: "b", name: "Ben" };
const eve = { userId: "e", name: "Eve" };

const work = (assignments: WorkOnEpisode["assignments"], total = assignments.length): WorkOnEpisode => ({
  sessionId: "episode",
  total,
  assignments,
});

describe("who works on an episode", () => {
  test("those who have it come before those who review it, and nobody twice", () => {
    const both = work([
      { state: "accepted", assignee: ann, reviewer: ben },
      { state: "in_review", assignee: eve, reviewer: ben },
      { state: "todo", assignee: ben, reviewer: null },
    ]);
    expect(peopleOf(both)).toEqual([ann, eve, ben]);
  });

  test("every assignment is told with its state and who decided it, and those that were not sent are counted", () => {
    const some = work(
      [
        { state: "todo", assignee: ann, reviewer: null },
        { state: "in_review", assignee: eve, reviewer: ben },
        { state: "returned", assignee: ben, reviewer: eve },
      ],
      5,
    );
    expect(workWords(some)).toEqual([
      "Ann: to do",
      "Eve: in review by Ben",
      "Ben: returned by Eve",
      "and 2 more",
    ]);
  });
});
