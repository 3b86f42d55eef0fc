import type { Person, WorkOnEpisode } from "@retake/trpc/schemas";
import { STATES } from "../review/state-badge.tsx";

/** Those who have an episode, then those who review it, each once. */
export function peopleOf({ assignments }: WorkOnEpisode): Person[] {
  const reviewers = assignments.flatMap(({ reviewer }) => (reviewer === null ? [] : [reviewer]));
  const people = [...assignments.map(({ assignee }) => assignee), ...reviewers];
  return [...new Map(people.map((person) => [person.userId, person])).values()];
}

/** One line for each assignment: `Ann: accepted by Ben`. */
export function workWords({ assignments, total }: WorkOnEpisode): string[] {
  const lines = assignments.map(({ assignee, state, reviewer }) => {
    const by = reviewer === null ? "" : ` by ${reviewer.name}`;
    return `${assignee.name}: ${STATES[state].words.toLowerCase()}${by}`;
  });
  return total > lines.length ? [...lines, `and ${total - lines.length} more`] : lines;
}
