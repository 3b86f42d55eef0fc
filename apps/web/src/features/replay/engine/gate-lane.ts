import type { Span } from "./latest-together.ts";

/** One decoded picture, held until it may be shown. */
export interface Picture {
  readonly frame: number;
  readonly span: Span;
  /** Whoever keeps its pixels has let go of them. */
  readonly isGone: boolean;
  /** Puts it on the screen. */
  draw(): void;
  close(): void;
}

/** Pictures of one camera that wait for the others. Decoders lend few: a hardware decoder stands still when too many are kept. */
const WAITING_MAX = 4;

/** One camera at the gate: the picture it shows, and newer ones that wait. */
export class GateLane {
  readonly topic: string;
  /** It holds nobody back any more, and is said to be late. */
  isLate = false;
  /** It takes no part until the next place is asked for. */
  sitsOut = false;
  readonly #onShown: (frame: number) => void;
  #shown: { frame: number; span: Span } | null = null;
  /** The picture shown belongs to the place asked for last. */
  #isCurrent = false;
  #waiting: Picture[] = [];

  constructor(topic: string, onShown: (frame: number) => void) {
    this.topic = topic;
    this.#onShown = onShown;
  }

  /** -1 before the first. */
  get shownFrame(): number {
    return this.#shown?.frame ?? -1;
  }

  get isEmpty(): boolean {
    return this.#shown === null && this.#waiting.length === 0;
  }

  get waits(): boolean {
    return this.#waiting.length > 0;
  }

  /** Spans of what it could show, oldest first: that on the screen, unless it is of another place, and what waits. */
  options(): Span[] {
    const waiting = this.#waiting.map(({ span }) => span);
    return this.#shown !== null && this.#isCurrent ? [this.#shown.span, ...waiting] : waiting;
  }

  get newest(): Span | undefined {
    return this.options().at(-1);
  }

  /** Another place is asked for: what has waited is of no use there. */
  turn(): void {
    this.#isCurrent = false;
    this.sitsOut = false;
    this.#drop(() => true);
  }

  /** The picture on the screen is also that of the place asked for. */
  confirm(): void {
    this.#isCurrent = true;
  }

  add(picture: Picture): void {
    // A camera that was set back: what it had ahead comes once more.
    this.#drop(({ span }) => span.from >= picture.span.from);
    if (this.#isCurrent && this.#shown !== null && picture.span.from <= this.#shown.span.from) {
      picture.close();
      return;
    }
    // The oldest stay: the others are on their way to them.
    if (this.#waiting.length >= WAITING_MAX) this.#waiting.pop()?.close();
    this.#waiting.push(picture);
  }

  /** Shows option `index`, and lets go of older ones. @returns whether the screen has changed */
  take(index: number): boolean {
    const at = this.options().length - this.#waiting.length;
    const picture = this.#waiting[index - at];
    if (picture === undefined) return false;
    this.#drop(({ span }) => span.from < picture.span.from);
    this.#waiting.shift();
    picture.draw();
    picture.close();
    this.#shown = { frame: picture.frame, span: picture.span };
    this.#isCurrent = true;
    this.#onShown(picture.frame);
    return true;
  }

  takeNewest(): void {
    this.take(this.options().length - 1);
  }

  dropGone(): void {
    this.#drop(({ isGone }) => isGone);
  }

  /** Lets go of what was over before `time`. */
  dropBefore(time: number): void {
    this.#drop(({ span }) => span.to < time);
  }

  #drop(isOver: (picture: Picture) => boolean): void {
    const over = this.#waiting.filter(isOver);
    if (over.length === 0) return;
    this.#waiting = this.#waiting.filter((picture) => !over.includes(picture));
    for (const picture of over) picture.close();
  }
}
