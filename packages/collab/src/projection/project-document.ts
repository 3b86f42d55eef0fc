import { annotationsOf, type Annotation } from "../document/annotations.ts";
import { fieldsOf, tagsOf, type EpisodeFields } from "../document/fields.ts";
import type { EpisodeDocument } from "../document/open-document.ts";
import { resolveLanes } from "../document/resolve-lanes.ts";
import { mentionsIn, threadsOf, type Comment, type Thread } from "../document/threads.ts";
import type { LabelSchema } from "../label-schema/label-schema.ts";

export type AnnotationRow = Omit<Annotation, "author"> & { authorId: string };

export interface ThreadRow {
  id: string;
  time: number;
  annotationId: string | null;
  resolved: boolean;
  at: number;
}

export interface CommentRow {
  id: string;
  threadId: string;
  authorId: string;
  at: number;
  text: string;
  mentions: string[];
}

/** A document as rows: what lists, search, REST and exports see of it. */
export interface ProjectedEpisode {
  fields: EpisodeFields;
  tags: string[];
  annotations: AnnotationRow[];
  threads: ThreadRow[];
  comments: CommentRow[];
  openThreads: number;
}

/** Annotations have the spans that people see; those of which nothing is left are not among them, suggestions and rejected ones are. */
export function projectDocument(
  document: EpisodeDocument,
  schema: LabelSchema,
  durationS: number,
): ProjectedEpisode {
  const all = annotationsOf(document);
  const seen = resolveLanes(schema, all, durationS).flatMap(({ visible, proposed }) => [
    ...visible,
    ...proposed,
  ]);
  const rejected = all.filter((one) => one.state === "rejected");
  const threads = threadsOf(document);
  return {
    fields: fieldsOf(document),
    tags: tagsOf(document).map(({ tag }) => tag),
    annotations: [...seen, ...rejected].map(annotationRow),
    threads: threads.map(threadRow),
    comments: threads.flatMap(({ id, comments }) => comments.map((comment) => commentRow(id, comment))),
    openThreads: threads.filter((thread) => !thread.resolved).length,
  };
}

export function annotationRow({
  id,
  lane,
  label,
  start,
  end,
  author,
  at,
  origin,
  state,
  note,
}: Annotation): AnnotationRow {
  return { id, lane, label, start, end, authorId: author, at, origin, state, note };
}

export function threadRow({ id, t, annotationId, resolved, at }: Thread): ThreadRow {
  return { id, time: t, annotationId, resolved, at };
}

export function commentRow(threadId: string, { id, by, at, text }: Comment): CommentRow {
  return { id, threadId, authorId: by, at, text, mentions: mentionsIn(text) };
}
