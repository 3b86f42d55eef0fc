import type { Services } from "../context.ts";
import { SHOWN_LABEL } from "../episodes/episode-filter.ts";

/** A value and the episodes that have it. */
export interface Postings {
  value: string;
  label: string;
  sessionIds: string[];
}

export type ManyName = "tag" | "label" | "person" | "review";

/** Values of a dictionary that may be sent; the rest, which the fewest have, is left out. */
const VALUES_MAX = 2_000;

const REVIEW_WORDS: Record<string, string> = {
  todo: "to label",
  labelled: "labelled",
  in_review: "in review",
  accepted: "accepted",
  returned: "returned",
};

const posting = (name: ManyName, value: string, label: string, from: string): string =>
  `(select '${name}' as "name", ${value} as "value", ${label} as "label", json_agg(distinct e."sessionId") as "sessionIds"
    from ${from} and e."workspaceId" = $1 and e."publishedAt" is not null group by 2, 3 order by count(*) desc, 2 limit ${VALUES_MAX})`;

const LABELLED = `"Annotation" a join "Episode" e on e."id" = a."episodeId" where ${SHOWN_LABEL}`;
const ASSIGNED = `"Assignment" a join "Episode" e on e."id" = a."episodeId" left join "User" u on u."id" = a."assigneeId"
    where a."workspaceId" = $1 and ($2::text is null or a."assigneeId" = $2)`;

const POSTINGS = [
  posting("tag", "t.tag", "t.tag", `"Episode" e cross join lateral unnest(e."tags") t(tag) where true`),
  posting("label", `a."label"`, `a."label"`, LABELLED),
  posting("person", `a."assigneeId"`, `coalesce(u."name", u."email", 'somebody')`, ASSIGNED),
  posting("review", `a."state"`, `a."state"`, ASSIGNED),
].join(" union all ");

/** What an episode can have several of. Assignments are those of `assigneeId`, or (null) everybody's. One query. */
export async function loadMany(
  db: Services["db"],
  workspaceId: string,
  assigneeId: string | null,
): Promise<Record<ManyName, Postings[]>> {
  const { rows } = await db.pool.query<Postings & { name: ManyName }>(POSTINGS, [workspaceId, assigneeId]);
  const found: Record<ManyName, Postings[]> = { tag: [], label: [], person: [], review: [] };
  for (const { name, value, label, sessionIds } of rows) {
    found[name].push({
      value,
      label: name === "review" ? (REVIEW_WORDS[label] ?? label) : label,
      sessionIds,
    });
  }
  return found;
}
