export { checkUpdate, type UpdateRules } from "./document/check-update.ts";
export { createUndo, LOCAL } from "./document/undo.ts";
export { fieldsOf, setField, tagsOf, setTag, type EpisodeFields, type Tag } from "./document/fields.ts";
export { openDocument, type EpisodeDocument } from "./document/open-document.ts";
export {
  addAnnotation,
  changeAnnotation,
  mergeSegments,
  moveEdge,
  nudge,
  removeAnnotation,
  reviewAnnotation,
  splitSegment,
  type NewAnnotation,
} from "./document/operations.ts";
export { annotationOf, annotationsOf, type Annotation } from "./document/annotations.ts";
export { resolveLanes, type ResolvedLane, type VisibleAnnotation } from "./document/resolve-lanes.ts";
export { LiveLanes, type LaneChanges } from "./document/live-lanes.ts";
export { Signatures } from "./document/signatures.ts";
export { seedUpdate, type DocumentBase } from "./document/seed.ts";
export {
  addThread,
  editComment,
  mentionsIn,
  removeComment,
  reply,
  setResolved,
  threadOf,
  threadsOf,
  toggleReaction,
  type Comment,
  type Thread,
} from "./document/threads.ts";
