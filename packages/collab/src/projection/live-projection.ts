import type { EpisodeDocument } from "../document/open-document.ts";
import { fieldsOf, tagsOf, type EpisodeFields } from "../document/fields.ts";
import { LiveLanes } from "../document/live-lanes.ts";
import type { LabelSchema } from "../label-schema/label-schema.ts";
import { LiveRows } from "./live-rows.ts";
import { LiveThreads } from "./live-threads.ts";
import { noteKeys } from "./note-keys.ts";
import {
  annotationRow,
  type AnnotationRow,
  type CommentRow,
  type ProjectedEpisode,
  type ThreadRow,
} from "./project-document.ts";
import type { RowPair } from "./row-pair.ts";

export interface EpisodeSummary {
  fields: EpisodeFields;
  tags: string[];
  annotationCount: number;
  openThreads: number;
}

/** Rows by id that are different from what they were when last asked. */
export interface ProjectionChanges {
  episode: { was: EpisodeSummary; now: EpisodeSummary };
  annotations: Map<string, RowPair<AnnotationRow>>;
  threads: Map<string, RowPair<ThreadRow>>;
  comments: Map<string, RowPair<CommentRow>>;
}

/**
 * What `projectDocument` gives, kept while the document changes: what a change costs is what it touched, and what is seen otherwise because of it.
 * It watches the document from when it is made.
 */
export class LiveProjection {
  readonly #lanes: LiveLanes;
  readonly #threads: LiveThreads;
  readonly #annotations = new LiveRows<AnnotationRow>();
  #schema: LabelSchema;
  #durationS: number;
  #fields: EpisodeFields;
  #tags: string[];
  #accepted = 0;
  #told: EpisodeSummary;
  readonly #touched = { annotations: new Set<string>(), threads: new Set<string>() };

  constructor(document: EpisodeDocument, schema: LabelSchema, durationS: number) {
    this.#schema = schema;
    this.#durationS = durationS;
    this.#fields = fieldsOf(document);
    this.#tags = namesOf(document);
    this.#lanes = new LiveLanes(document, schema, durationS);
    this.#threads = new LiveThreads(document);
    for (const id of this.#lanes.ids()) this.#projectAnnotation(id);
    this.#told = this.#summary();
    document.fields.observe(() => (this.#fields = fieldsOf(document)));
    document.tags.observe(() => (this.#tags = namesOf(document)));
    document.annotations.observeDeep((events) => noteKeys(events, this.#touched.annotations));
    document.threads.observeDeep((events) => noteKeys(events, this.#touched.threads));
    this.take();
  }

  /** Entries read or resolved so far: what a change costs. */
  get visited(): number {
    return this.#lanes.visited + this.#threads.visited;
  }

  /** Labels seen under another schema, or in an episode of another length, from the next {@link take} on. */
  redefine(schema: LabelSchema, durationS: number): void {
    if (schema === this.#schema && durationS === this.#durationS) return;
    this.#schema = schema;
    this.#durationS = durationS;
    this.#touched.annotations.clear();
    const before = [...this.#annotations.values()].map(({ id }) => id);
    this.#lanes.redefine(schema, durationS);
    for (const id of new Set([...before, ...this.#lanes.ids()])) this.#projectAnnotation(id);
  }

  /** What is different since this was last asked. */
  take(): ProjectionChanges {
    const { annotations, threads } = this.#touched;
    for (const id of this.#lanes.read(annotations).ids) this.#projectAnnotation(id);
    this.#threads.read(threads);
    annotations.clear();
    threads.clear();
    const was = this.#told;
    this.#told = this.#summary();
    return {
      episode: { was, now: this.#told },
      annotations: this.#annotations.take(),
      threads: this.#threads.threads.take(),
      comments: this.#threads.comments.take(),
    };
  }

  /** All rows as of the last {@link take}, in no order. */
  rows(): ProjectedEpisode {
    const { fields, tags, openThreads } = this.#told;
    return {
      fields,
      tags,
      openThreads,
      annotations: [...this.#annotations.values()],
      threads: [...this.#threads.threads.values()],
      comments: [...this.#threads.comments.values()],
    };
  }

  #projectAnnotation(id: string): void {
    const shown = this.#lanes.shown(id);
    const row = shown === null ? null : annotationRow(shown);
    this.#accepted += countAccepted(row) - countAccepted(this.#annotations.get(id));
    this.#annotations.set(id, row);
  }

  #summary(): EpisodeSummary {
    return {
      fields: this.#fields,
      tags: this.#tags,
      annotationCount: this.#accepted,
      openThreads: this.#threads.open,
    };
  }
}

function namesOf(document: EpisodeDocument): string[] {
  return tagsOf(document).map(({ tag }) => tag);
}

function countAccepted(row: AnnotationRow | null | undefined): number {
  return row?.state === "accepted" ? 1 : 0;
}
