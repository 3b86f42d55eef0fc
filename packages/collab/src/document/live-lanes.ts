import { laneOf } from "../label-schema/look-up.ts";
import type { LabelSchema } from "../label-schema/label-schema.ts";
import { annotationOf, annotationsOf, byTime, type Annotation } from "./annotations.ts";
import { LaneSpans } from "./lane-spans.ts";
import type { EpisodeDocument } from "./open-document.ts";
import { laneAsWas, type ResolvedLane, type VisibleAnnotation } from "./resolve-lanes.ts";

/** What {@link LiveLanes.read} found different: annotations that are other than they were or are seen otherwise, and the lanes they are or were in. */
export interface LaneChanges {
  ids: Set<string>;
  lanes: Set<string>;
}

interface LiveLane {
  spans: LaneSpans;
  proposed: Map<string, Annotation>;
  /** How many of this lane are neither accepted nor proposed. */
  rejected: number;
  resolved: ResolvedLane | null;
}

/**
 * A document's annotations, lane by lane, as `resolveLanes` has them, kept by reading only what changed. It is as the document was at the last
 * {@link LiveLanes.read}: whoever keeps it watches the document.
 */
export class LiveLanes {
  readonly #document: EpisodeDocument;
  #schema: LabelSchema;
  #durationS: number;
  readonly #all = new Map<string, Annotation>();
  readonly #lanes = new Map<string, LiveLane>();
  #laneIds: readonly string[] = [];
  #visited = 0;

  constructor(document: EpisodeDocument, schema: LabelSchema, durationS: number) {
    this.#document = document;
    this.#schema = schema;
    this.#durationS = durationS;
    this.readAll();
  }

  /** Lanes in their order, those that the schema no longer has last; the same list until one comes or goes. */
  get laneIds(): readonly string[] {
    return this.#laneIds;
  }

  get count(): number {
    return this.#all.size;
  }

  /** Annotations read or resolved so far: what a change costs. */
  get visited(): number {
    let visited = this.#visited;
    for (const { spans } of this.#lanes.values()) visited += spans.visited;
    return visited;
  }

  annotation(id: string): Annotation | undefined {
    return this.#all.get(id);
  }

  /** As it is seen; suggestions and rejected ones are as they are stored. Null: not at all. */
  shown(id: string): Annotation | VisibleAnnotation | null {
    const one = this.#all.get(id);
    if (one === undefined) return null;
    if (one.state !== "accepted") return one;
    return this.#lanes.get(one.lane)?.spans.shown(one) ?? null;
  }

  /** The same object until this lane changes. */
  lane(id: string): ResolvedLane | undefined {
    const live = this.#lanes.get(id);
    if (live === undefined) return undefined;
    const lane = laneOf(this.#schema, id) ?? laneAsWas(id);
    live.resolved ??= { lane, ...live.spans.split(), proposed: [...live.proposed.values()].sort(byTime) };
    return live.resolved;
  }

  ids(): IterableIterator<string> {
    return this.#all.keys();
  }

  /** Reads these anew; one that is not in the document is gone. */
  read(ids: Iterable<string>): LaneChanges {
    const changes: LaneChanges = { ids: new Set(), lanes: new Set() };
    for (const id of ids) {
      this.#visited += 1;
      const before = this.#all.get(id);
      const after = annotationOf(this.#document, id) ?? undefined;
      if (before !== undefined) this.#take(before, changes);
      if (after !== undefined) this.#put(after, changes);
    }
    this.#dropEmptyLanes(changes.lanes);
    return changes;
  }

  /** The schema was edited, or the episode has grown. */
  redefine(schema: LabelSchema, durationS: number): void {
    this.#schema = schema;
    this.#durationS = durationS;
    this.readAll();
  }

  readAll(): void {
    this.#all.clear();
    this.#lanes.clear();
    const accepted = new Map<string, Annotation[]>(this.#schema.lanes.map(({ id }) => [id, []]));
    for (const one of annotationsOf(this.#document)) {
      this.#visited += 1;
      this.#all.set(one.id, one);
      const mine = accepted.get(one.lane) ?? [];
      accepted.set(one.lane, mine);
      if (one.state === "accepted") mine.push(one);
    }
    for (const [id, mine] of accepted) this.#lanes.set(id, this.#newLane(id, mine));
    for (const one of this.#all.values()) if (one.state !== "accepted") this.#keepAside(one);
    this.#order();
  }

  #take(one: Annotation, { ids, lanes }: LaneChanges): void {
    const live = this.#lanes.get(one.lane);
    this.#all.delete(one.id);
    ids.add(one.id);
    lanes.add(one.lane);
    if (live === undefined) return;
    live.resolved = null;
    if (one.state === "accepted") live.spans.remove(one, (id) => ids.add(id));
    else if (one.state === "proposed") live.proposed.delete(one.id);
    else live.rejected -= 1;
  }

  #put(one: Annotation, { ids, lanes }: LaneChanges): void {
    const isNew = !this.#lanes.has(one.lane);
    const live = this.#lanes.get(one.lane) ?? this.#newLane(one.lane, []);
    this.#lanes.set(one.lane, live);
    this.#all.set(one.id, one);
    ids.add(one.id);
    lanes.add(one.lane);
    live.resolved = null;
    if (one.state === "accepted") live.spans.add(one, (id) => ids.add(id));
    else this.#keepAside(one);
    if (isNew) this.#order();
  }

  #keepAside(one: Annotation): void {
    const live = this.#lanes.get(one.lane);
    if (live === undefined) return;
    if (one.state === "proposed") live.proposed.set(one.id, one);
    else live.rejected += 1;
  }

  #newLane(id: string, accepted: readonly Annotation[]): LiveLane {
    const lane = laneOf(this.#schema, id) ?? laneAsWas(id);
    const spans = new LaneSpans(lane, this.#durationS, accepted);
    return { spans, proposed: new Map(), rejected: 0, resolved: null };
  }

  #dropEmptyLanes(ids: ReadonlySet<string>): void {
    let dropped = false;
    for (const id of ids) {
      const live = this.#lanes.get(id);
      if (live === undefined || laneOf(this.#schema, id) !== null) continue;
      if (live.spans.size + live.proposed.size + live.rejected > 0) continue;
      this.#visited += live.spans.visited;
      dropped = this.#lanes.delete(id);
    }
    if (dropped) this.#order();
  }

  #order(): void {
    const known = this.#schema.lanes.map(({ id }) => id);
    const gone = [...this.#lanes.keys()].filter((id) => !known.includes(id)).sort();
    this.#laneIds = [...known, ...gone];
  }
}
