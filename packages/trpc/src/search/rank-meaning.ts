import { bestField, scoreFields, topRows } from "@retake/ai/ranking";
import { allowedRows } from "./allowed-rows.ts";
import { TEXT_FIELDS, type WorkspaceVectors } from "./workspace-vectors.ts";

export interface MeaningHit {
  id: string;
  /** 0.7 of its best field and 0.3 of their mean: see `fieldScore` of @retake/ai/ranking. */
  score: number;
  /** The field that fits best. */
  field: (typeof TEXT_FIELDS)[number];
}

/**
 * Episodes by how near their texts are to a question, best first: all of them are compared, each by its fields.
 * @param allowed ids; null: all
 */
export function rankByMeaning(
  vectors: WorkspaceVectors,
  space: string,
  question: Float32Array,
  allowed: ReadonlySet<string> | null,
  limit: number,
): MeaningHit[] {
  const plane = vectors.planes.get(space);
  if (plane === undefined || plane.scan === null || plane.scan.dims !== question.length) return [];
  const scores = plane.scan.scores(question);
  const fields = { width: TEXT_FIELDS.length, texts: vectors.fields };
  const rowScores = scoreFields(fields, scores, plane.loaded, allowedRows(vectors, allowed));
  return topRows(rowScores, limit).map((row) => ({
    id: vectors.ids[row] ?? "",
    score: rowScores[row] ?? 0,
    field: TEXT_FIELDS[bestField(fields, scores, plane.loaded, row)] ?? "task",
  }));
}
