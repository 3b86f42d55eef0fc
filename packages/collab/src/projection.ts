export { diffRows, type RowChanges } from "./projection/diff-rows.ts";
export {
  projectDocument,
  type AnnotationRow,
  type CommentRow,
  type ProjectedEpisode,
  type ThreadRow,
} from "./projection/project-document.ts";
