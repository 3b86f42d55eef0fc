import type { Lane } from "../label-schema/label-schema.ts";
import { byTime, type Annotation } from "./annotations.ts";
import { placeInLane, type VisibleAnnotation } from "./resolve-lanes.ts";

interface Entry {
  one: Annotation;
  /** Null: nothing is left of it. */
  shown: VisibleAnnotation | null;
  /** Up to where an exclusive lane is taken by this one and those before it, seconds. */
  taken: number;
}

/**
 * The accepted annotations of one lane with what is seen of them, by the rule of `resolveLanes`. A change resolves from where it lies to where the lane
 * is taken as far as it was before: what comes after cannot have changed.
 */
export class LaneSpans {
  /** Entries resolved so far. */
  visited = 0;
  readonly #lane: Lane;
  readonly #durationS: number;
  readonly #entries: Entry[];

  constructor(lane: Lane, durationS: number, accepted: readonly Annotation[] = []) {
    this.#lane = lane;
    this.#durationS = durationS;
    this.#entries = accepted.toSorted(byTime).map((one) => ({ one, shown: null, taken: 0 }));
    for (let at = 0; at < this.#entries.length; at += 1) this.#resolve(at);
  }

  get size(): number {
    return this.#entries.length;
  }

  /** @param onSeen is told of each one that is seen differently now, this one always */
  add(one: Annotation, onSeen: (id: string) => void): void {
    const at = this.#placeOf(one);
    this.#entries.splice(at, 0, { one, shown: null, taken: this.#takenBefore(at) });
    onSeen(one.id);
    this.#resolveFrom(at, onSeen);
  }

  /** @param one as it was added */
  remove(one: Annotation, onSeen: (id: string) => void): void {
    const at = this.#placeOf(one);
    const [gone] = this.#entries.splice(at, 1);
    if (gone === undefined) return;
    onSeen(one.id);
    if (gone.taken !== this.#takenBefore(at)) this.#resolveFrom(at, onSeen);
  }

  /** @param one as it was added */
  shown(one: Annotation): VisibleAnnotation | null {
    const entry = this.#entries[this.#placeOf(one)];
    return entry?.one === one ? entry.shown : null;
  }

  /** All of it, by time. */
  split(): { visible: VisibleAnnotation[]; hidden: Annotation[] } {
    const visible: VisibleAnnotation[] = [];
    const hidden: Annotation[] = [];
    for (const { one, shown } of this.#entries) {
      if (shown === null) hidden.push(one);
      else visible.push(shown);
    }
    return { visible, hidden };
  }

  #resolveFrom(from: number, onSeen: (id: string) => void): void {
    for (let at = from; at < this.#entries.length; at += 1) {
      const entry = this.#entries[at];
      if (entry === undefined) return;
      const { shown, taken } = entry;
      this.#resolve(at);
      if (!isSameSpan(shown, entry.shown)) onSeen(entry.one.id);
      if (entry.taken === taken) return;
    }
  }

  #resolve(at: number): void {
    const entry = this.#entries[at];
    if (entry === undefined) return;
    this.visited += 1;
    const before = this.#takenBefore(at);
    const shown = placeInLane(this.#lane, entry.one, before, this.#durationS);
    // Whoever compares by identity sees only what is different.
    if (entry.shown === null || !isSameSpan(entry.shown, shown)) entry.shown = shown;
    entry.taken = this.#lane.exclusive ? Math.max(before, shown?.end ?? 0) : 0;
  }

  #takenBefore(at: number): number {
    return this.#entries[at - 1]?.taken ?? 0;
  }

  /** Where it is, or would be. */
  #placeOf(one: Annotation): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#entries[middle]?.one;
      if (other !== undefined && other.id !== one.id && byTime(other, one) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isSameSpan(a: VisibleAnnotation | null, b: VisibleAnnotation | null): boolean {
  return a?.start === b?.start && a?.end === b?.end && a?.clipped === b?.clipped;
}
