// Rows of rooms as this package stores them. What an update means, and which rows follow from it, only its caller knows.

export interface Ref {
  /** Of the room. */
  key: string;
  episodeId: string;
  /** `main`, `gold` or `blind:<user id>` */
  layer: string;
}

export interface Update {
  id: number;
  data: Uint8Array;
  userId: string | null;
}

export interface Facts {
  workspaceId: string;
  sessionId: string;
  durationS: number;
  fps: number;
  outcome: "success" | "failure" | null;
  tags: string[];
  schema: { version: number; content: unknown } | null;
}

export interface Loaded {
  facts: Facts;
  snapshot: { upToId: number; data: Uint8Array; owners: unknown } | null;
  updates: Update[];
}

export interface Request {
  ref: Ref;
  /** Null: all there is. */
  after: number | null;
}

interface Changes<T> {
  put: T[];
  gone: string[];
}

export interface AnnotationValues {
  id: string;
  lane: string;
  label: string;
  start: number;
  end: number | null;
  authorId: string;
  /** Milliseconds since 1970. */
  at: number;
  origin: string;
  state: string;
  note: string;
}

export interface ThreadValues {
  id: string;
  time: number;
  annotationId: string | null;
  resolved: boolean;
  at: number;
}

export interface CommentValues {
  id: string;
  threadId: string;
  authorId: string;
  at: number;
  text: string;
  mentions: string[];
}

export interface EpisodeValues {
  outcome: "success" | "failure" | null;
  rating: number | null;
  notes: string;
  tags: string[];
  annotationCount: number;
  openThreadCount: number;
}

export interface ActivityValues {
  userId: string | null;
  kind: string;
  data: Record<string, unknown>;
}

export interface Append {
  updates: { data: Uint8Array; userId: string | null }[];
  rows: {
    /** Only what changes. */
    episode: Partial<EpisodeValues>;
    annotations: Changes<AnnotationValues>;
    threads: Changes<ThreadValues>;
    comments: Changes<CommentValues>;
  };
  activities: ActivityValues[];
  /** Lists of episodes may look different. */
  listed: boolean;
}

/** One room of an append, with what its rows hang on. */
export interface Part {
  ref: Ref;
  facts: Facts;
  append: Append;
}
