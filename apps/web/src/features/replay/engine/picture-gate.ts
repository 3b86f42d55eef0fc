import { GateLane, type Picture } from "./gate-lane.ts";
import { latestTogether } from "./latest-together.ts";

/** So long a camera holds the others back; then they go on without it. */
const LATE_MS = 2_000;

export interface PictureGateOptions {
  /** Topics of the cameras that are late, whenever that changes. */
  onLate?: (topics: readonly string[]) => void;
  /** Milliseconds. */
  now?: () => number;
  /** Calls back once after so many milliseconds; the answer takes that back. */
  after?: (ms: number, callback: () => void) => () => void;
}

/** How one camera brings its pictures to the gate. */
export interface GateEntry {
  /** The camera frame on the screen, -1 before the first. */
  readonly shownFrame: number;
  /** Hands over a picture that has been decoded; it is drawn and closed here, at once or later. */
  offer(picture: Picture): void;
  /** Says that frame `k`, if it is on the screen, is the one of the place asked for. @returns whether it is */
  confirm(k: number): boolean;
  /** Takes no part until the next place is asked for: a camera that does not play. */
  sitOut(): void;
  leave(): void;
}

/**
 * The one door through which decoded pictures reach the screen: those of all cameras together, never two that are more than one frame
 * apart. A picture that came too early waits; a camera that keeps the others waiting too long is left out and said to be late, until
 * it is with them again.
 */
export class PictureGate {
  readonly #lanes = new Set<GateLane>();
  readonly #onLate: (topics: readonly string[]) => void;
  readonly #now: () => number;
  readonly #after: (ms: number, callback: () => void) => () => void;
  /** Since when pictures wait and none could be shown. */
  #blockedSince: number | null = null;
  #cancelWake: (() => void) | null = null;

  constructor({ onLate, now, after }: PictureGateOptions = {}) {
    this.#onLate = onLate ?? (() => undefined);
    this.#now = now ?? (() => performance.now());
    this.#after = after ?? afterTimeout;
  }

  /** @param onShown hears the number of each frame that comes on the screen */
  join(topic: string, onShown: (frame: number) => void): GateEntry {
    const lane = new GateLane(topic, onShown);
    this.#lanes.add(lane);
    return {
      get shownFrame() {
        return lane.shownFrame;
      },
      offer: (picture) => {
        if (!this.#lanes.has(lane)) return picture.close();
        lane.add(picture);
        this.#settle();
      },
      confirm: (k) => {
        if (lane.shownFrame !== k) return false;
        lane.confirm();
        this.#settle();
        return true;
      },
      sitOut: () => {
        lane.sitsOut = true;
        this.#settle();
      },
      leave: () => {
        lane.turn();
        this.#lanes.delete(lane);
        this.#setLate(lane, false);
        this.#settle();
      },
    };
  }

  /** Another place is asked for. What is on the screen stays until every camera has its picture there. */
  turn(): void {
    for (const lane of this.#lanes) lane.turn();
  }

  #settle(): void {
    for (const lane of this.#lanes) lane.dropGone();
    this.#takeBackLate();
    let moved = this.#show();
    while (!moved && this.#isOverdue() && this.#leaveOutSlowest()) moved = this.#show();
    const blocked = this.#attending().some((lane) => lane.waits);
    if (moved || !blocked) this.#unblock();
    if (!blocked || this.#blockedSince !== null) return;
    this.#blockedSince = this.#now();
    this.#cancelWake = this.#after(LATE_MS, () => this.#settle());
  }

  /** Shows the latest pictures that belong together. @returns whether one has changed */
  #show(): boolean {
    const attending = this.#attending();
    const picks = latestTogether(attending.map((lane) => lane.options())) ?? [];
    let moved = false;
    for (const [i, pick] of picks.entries()) moved = attending[i]?.take(pick) === true || moved;
    // What was over before the newest picture of the slowest began is behind all that can still be shown.
    const slowest = Math.min(...attending.map((lane) => lane.newest?.from ?? -Infinity));
    for (const lane of attending) lane.dropBefore(slowest);
    return moved;
  }

  /** A late camera takes part again as soon as it can be with the others; until then it shows what it has, unless that is ahead of them. */
  #takeBackLate(): void {
    for (const late of [...this.#lanes].filter((lane) => lane.isLate)) {
      const attending = this.#attending();
      if (latestTogether([...attending, late].map((lane) => lane.options())) !== null)
        this.#setLate(late, false);
      else if ((late.newest?.from ?? 0) <= Math.max(...attending.map((lane) => lane.newest?.to ?? Infinity)))
        late.takeNewest();
    }
  }

  /** Those that others wait for: a camera that never had a picture holds nobody back. */
  #attending(): GateLane[] {
    return [...this.#lanes].filter((lane) => !lane.isLate && !lane.sitsOut && !lane.isEmpty);
  }

  #isOverdue(): boolean {
    return this.#blockedSince !== null && this.#now() - this.#blockedSince >= LATE_MS;
  }

  #leaveOutSlowest(): boolean {
    const attending = this.#attending();
    if (attending.length < 2) return false;
    const reached = attending.map((lane) => lane.newest?.to ?? -Infinity);
    const slowest = attending[reached.indexOf(Math.min(...reached))];
    if (slowest === undefined) return false;
    this.#setLate(slowest, true);
    return true;
  }

  #unblock(): void {
    this.#blockedSince = null;
    this.#cancelWake?.();
    this.#cancelWake = null;
  }

  #setLate(lane: GateLane, isLate: boolean): void {
    if (lane.isLate === isLate) return;
    lane.isLate = isLate;
    this.#onLate([...this.#lanes].filter((each) => each.isLate).map(({ topic }) => topic));
  }
}

function afterTimeout(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
