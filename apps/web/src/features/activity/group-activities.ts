import type { ActivityView } from "@retake/trpc/schemas";

/** What one person did of one kind with one episode, without a long pause. */
export interface ActivityGroup {
  key: string;
  person: ActivityView["person"];
  episode: ActivityView["episode"];
  kind: string;
  /** Newest first. */
  lines: ActivityView[];
}

/** A break of this length begins something new. */
const PAUSE_MS = 10 * 60_000;
/** Further back somebody else's doing stands between: what was done turn by turn is not told as one. */
const BACK_MAX = 8;

/** Neighbours of one doing become one line of the feed; what one person did in turns, drag by drag, does too. @param lines newest first */
export function groupActivities(lines: readonly ActivityView[]): ActivityGroup[] {
  const groups: ActivityGroup[] = [];
  for (const line of lines) {
    const same = groups.slice(-BACK_MAX).findLast((group) => belongs(group, line));
    if (same === undefined) {
      const { id, person, episode, kind } = line;
      groups.push({ key: id, person, episode, kind, lines: [line] });
    } else same.lines.push(line);
  }
  return groups;
}

function belongs(group: ActivityGroup, line: ActivityView): boolean {
  const last = group.lines.at(-1);
  return (
    last !== undefined &&
    // Each step of an assignment answers the one before.
    !line.kind.startsWith("assignment.") &&
    group.kind === line.kind &&
    group.person?.userId === line.person?.userId &&
    group.episode?.sessionId === line.episode?.sessionId &&
    Date.parse(last.at) - Date.parse(line.at) <= PAUSE_MS
  );
}

/** The days of a feed, newest first, as a person's own calendar has them. */
export function byDay(groups: readonly ActivityGroup[]): { day: string; groups: ActivityGroup[] }[] {
  const days: { day: string; groups: ActivityGroup[] }[] = [];
  for (const group of groups) {
    const day = new Date(group.lines[0]?.at ?? 0).toLocaleDateString(undefined, { dateStyle: "full" });
    const last = days.at(-1);
    if (last?.day === day) last.groups.push(group);
    else days.push({ day, groups: [group] });
  }
  return days;
}
