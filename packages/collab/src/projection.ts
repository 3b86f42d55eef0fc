export { LiveProjection, type EpisodeSummary, type ProjectionChanges } from "./projection/live-projection.ts";
export type { RowPair } from "./projection/row-pair.ts";
export {
  projectDocument,
  type AnnotationRow,
  type CommentRow,
  type ProjectedEpisode,
  type ThreadRow,
} from "./projection/project-document.ts";
