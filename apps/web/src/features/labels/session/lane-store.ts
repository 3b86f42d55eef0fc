import {
  annotationOf,
  annotationsOf,
  resolveLanes,
  type Annotation,
  type EpisodeDocument,
  type ResolvedLane,
} from "@retake/collab/document";
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
 * The document's annotations, lane by lane as everybody sees them. A change reads only the annotations it touches and resolves only their lanes, so
 * that a lane renders for its own changes.
 */
export class LaneStore {
  readonly #options: LaneStoreOptions;
  #schema: LabelSchema;
  #durationS: number;
  readonly #all = new Map<string, Annotation>();
  readonly #lanes = new Map<string, ResolvedLane>();
  #laneIds: readonly string[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(options: LaneStoreOptions) {
    this.#options = options;
    this.#schema = options.schema;
    this.#durationS = options.durationS;
    this.#readAll();
  }

  /** Begins to listen; the answer ends it. */
  readonly start = (): (() => void) => {
    const { annotations } = this.#options.document;
    this.#readAll();
    this.#tell();
    annotations.observeDeep(this.#onChange);
    return () => annotations.unobserveDeep(this.#onChange);
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Lanes in their order; the same list until one comes or goes. */
  readonly ids = (): readonly string[] => this.#laneIds;

  /** The same object until this lane changes. */
  readonly lane = (id: string): ResolvedLane | undefined => this.#lanes.get(id);

  readonly annotation = (id: string): Annotation | undefined => this.#all.get(id);

  get count(): number {
    return this.#all.size;
  }

  /** The schema was edited, or the episode has grown. */
  redefine(schema: LabelSchema, durationS: number): void {
    if (schema === this.#schema && durationS === this.#durationS) return;
    this.#schema = schema;
    this.#durationS = durationS;
    this.#readAll();
    this.#tell();
  }

  readonly #onChange = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
    const { document, isRemote, onRemote } = this.#options;
    const touched = new Set<string>();
    for (const event of events) {
      const [id] = event.path;
      if (typeof id === "string") touched.add(id);
      else for (const key of event.changes.keys.keys()) touched.add(key);
    }
    const lanes = new Set<string>();
    for (const id of touched) {
      const before = this.#all.get(id);
      const after = annotationOf(document, id);
      if (after === null) this.#all.delete(id);
      else this.#all.set(id, after);
      for (const one of [before, after]) if (one !== undefined && one !== null) lanes.add(one.lane);
    }
    for (const lane of lanes) this.#resolve(lane);
    if (isRemote(transaction.origin)) reportByClient(events, onRemote);
    this.#tell();
  };

  #readAll(): void {
    this.#all.clear();
    for (const one of annotationsOf(this.#options.document)) this.#all.set(one.id, one);
    this.#lanes.clear();
    this.#laneIds = [];
    const ids = [
      ...this.#schema.lanes.map(({ id }) => id),
      ...[...this.#all.values()].map(({ lane }) => lane),
    ];
    for (const id of new Set(ids)) this.#resolve(id);
  }

  #resolve(id: string): void {
    const mine = [...this.#all.values()].filter((one) => one.lane === id);
    const known = this.#schema.lanes.filter((lane) => lane.id === id);
    const [resolved] = resolveLanes({ lanes: known, classes: [] }, mine, this.#durationS);
    if (resolved === undefined) this.#lanes.delete(id);
    else this.#lanes.set(id, resolved);
    if ((resolved !== undefined) !== this.#laneIds.includes(id)) this.#order();
  }

  #order(): void {
    const known = this.#schema.lanes.map(({ id }) => id).filter((id) => this.#lanes.has(id));
    const gone = [...this.#lanes.keys()].filter((id) => !known.includes(id)).sort();
    this.#laneIds = [...known, ...gone];
  }

  #tell(): void {
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
