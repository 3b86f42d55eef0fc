import { LiveLanes, type Annotation, type EpisodeDocument, type ResolvedLane } from "@retake/collab/document";
import type { LabelSchema } from "@retake/collab/label-schema";
import type * as Y from "yjs";

/** Ids that somebody elsewhere changed, by the client they changed them with. */
export type RemoteChange = (ids: readonly string[], client: number) => void;

export interface LaneStoreOptions {
  document: EpisodeDocument;
  schema: LabelSchema;
  durationS: number;
  isRemote: (origin: unknown) => boolean;
  onRemote: RemoteChange;
}

/**
 * The document's annotations, lane by lane as everybody sees them. A change reads only the annotations it touches and resolves only what they displace;
 * a lane renders for its own changes.
 */
export class LaneStore {
  readonly #options: LaneStoreOptions;
  readonly #live: LiveLanes;
  #schema: LabelSchema;
  #durationS: number;
  readonly #listeners = new Set<() => void>();
  #frame: number | null = null;

  constructor(options: LaneStoreOptions) {
    this.#options = options;
    this.#schema = options.schema;
    this.#durationS = options.durationS;
    this.#live = new LiveLanes(options.document, options.schema, options.durationS);
  }

  /** Begins to listen; the answer ends it. */
  readonly start = (): (() => void) => {
    const { annotations } = this.#options.document;
    this.#live.readAll();
    this.#tell();
    annotations.observeDeep(this.#onChange);
    return () => annotations.unobserveDeep(this.#onChange);
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Lanes in their order; the same list until one comes or goes. */
  readonly ids = (): readonly string[] => this.#live.laneIds;

  /** The same object until this lane changes. */
  readonly lane = (id: string): ResolvedLane | undefined => this.#live.lane(id);

  readonly annotation = (id: string): Annotation | undefined => this.#live.annotation(id);

  /** As it is seen; null: not at all. */
  readonly shown = (id: string): Annotation | null => this.#live.shown(id);

  get count(): number {
    return this.#live.count;
  }

  /** The schema was edited, or the episode has grown. */
  redefine(schema: LabelSchema, durationS: number): void {
    if (schema === this.#schema && durationS === this.#durationS) return;
    this.#schema = schema;
    this.#durationS = durationS;
    this.#live.redefine(schema, durationS);
    this.#tell();
  }

  readonly #onChange = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
    const { isRemote, onRemote } = this.#options;
    const touched = new Set<string>();
    for (const event of events) {
      const [id] = event.path;
      if (typeof id === "string") touched.add(id);
      else for (const key of event.changes.keys.keys()) touched.add(key);
    }
    this.#live.read(touched);
    if (!isRemote(transaction.origin)) return this.#tell();
    reportByClient(events, onRemote);
    // Thirty people change more often than a screen can show: one's own change is drawn at once, theirs with the next frame.
    this.#frame ??= requestAnimationFrame(() => this.#tell());
  };

  #tell(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    for (const listener of this.#listeners) listener();
  }
}

/** Yjs keeps with every value the client that wrote it. */
function reportByClient(events: readonly Y.YEvent<Y.AbstractType<unknown>>[], report: RemoteChange): void {
  const byClient = new Map<number, string[]>();
  for (const event of events) {
    const [id] = event.path;
    for (const key of event.changes.keys.keys()) {
      const client = event.target._map.get(key)?.id.client;
      const annotation = typeof id === "string" ? id : key;
      if (client !== undefined) byClient.set(client, [...(byClient.get(client) ?? []), annotation]);
    }
  }
  for (const [client, ids] of byClient) report(ids, client);
}
