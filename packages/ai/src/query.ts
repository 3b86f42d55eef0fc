export { parseQuery, QUERY_LENGTH_MAX } from "./query/parse-query.ts";
export { createVocabulary, type Vocabulary } from "./query/vocabulary.ts";
export type {
  Chip,
  ChipKind,
  ParsedQuery,
  QueryFilters,
  QuerySort,
  Range,
  VocabularyValues,
} from "./query/types.ts";
