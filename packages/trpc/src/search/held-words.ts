import type { Services } from "../context.ts";
import { sqlValues } from "../episodes/sql-values.ts";
import { heldBy } from "./rank-words.ts";
import type { SearchWords } from "./search-words.ts";
import { statementName } from "./statement-name.ts";

/** By word of a search: whether it is said of an episode; null: a word that says nothing. */
export type Held = readonly (boolean | null)[];

/** What is said of each of the given episodes, by id; an episode that is not indexed may be missing. No query where words are in memory, else one. */
export async function heldWords(
  { db, search }: Pick<Services, "db" | "search">,
  workspaceId: string,
  ids: readonly string[],
  words: SearchWords,
): Promise<Map<string, Held>> {
  if (ids.length === 0 || words.list.length === 0) return new Map();
  const stems = await search.stems.of(words.list);
  const vectors = stems === null ? null : await search.vectors.soon(workspaceId);
  if (stems !== null && vectors !== null)
    return new Map(ids.map((id) => [id, heldBy(vectors, id, words, stems)]));
  const sql = sqlValues(workspaceId, ids);
  const held = words.list.map((word) => {
    const query = `to_tsquery('english', ${sql.add(word)})`;
    return `case when numnode(${query}) = 0 then null else coalesce(i."search" @@ ${query}, false) end`;
  });
  const text = `select i."episodeId" as "id", array[${held.join(", ")}]::boolean[] as "held" from "EpisodeIndex" i
    where i."workspaceId" = $1 and i."episodeId" = any($2)`;
  const { rows } = await db.pool.query<{ id: string; held: Held }>({
    name: statementName(text),
    text,
    values: sql.values,
  });
  return new Map(rows.map((row) => [row.id, row.held]));
}
