/** Between two looks for a picture that is not there yet, as a share of how far pictures lay apart so far. */
const EARLY_SHARE = 0.7;
const RETRY_MS = 1_000;

export interface ShownPicture {
  /** Its number in the recording. */
  seq: number;
  /** The robot's time of it, seconds from the start; null where the server does not say. */
  time: number | null;
}

export interface NewestPictureOptions {
  /** Answers the newest picture after `?after=<seq>`, 204 when there is none. */
  url: string;
  canvas: HTMLCanvasElement;
  /** At least this long between two pictures. */
  everyMs: number;
  /** Without {@link NewestPicture.wake}: look again after this. */
  lookAgainMs: number;
  onShown?(picture: ShownPicture): void;
  /** False while the server does not answer. */
  onState?(isReachable: boolean): void;
}

/**
 * Shows a camera's newest picture, one at a time: the next is asked for when the one before has been painted, so a slow line or machine
 * gets fewer pictures and never old ones. Nothing is asked for while the page is hidden.
 */
export class NewestPicture {
  readonly #options: NewestPictureOptions;
  #seq = 0;
  #running: AbortController | null = null;
  #ring: (() => void) | null = null;
  /** Since the last question. */
  #isWoken = false;
  #lastShownMs = -Infinity;
  /** Milliseconds between the last pictures, smoothed. */
  #apartMs = 0;

  constructor(options: NewestPictureOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#running !== null) return;
    this.#running = new AbortController();
    void this.#run(this.#running.signal);
  }

  stop(): void {
    this.#running?.abort();
    this.#running = null;
  }

  /** There may be a newer picture now. Early calls cost nothing. */
  wake(): void {
    if (performance.now() - this.#lastShownMs < EARLY_SHARE * this.#apartMs) return;
    this.#isWoken = true;
    this.#ring?.();
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (document.hidden) await until("visibilitychange", signal);
        const isNew = await this.#pull(signal);
        this.#options.onState?.(true);
        await this.#rest(isNew ? this.#options.everyMs : this.#options.lookAgainMs, !isNew, signal);
      } catch {
        if (signal.aborted) return;
        this.#options.onState?.(false);
        await this.#rest(RETRY_MS, false, signal);
      }
    }
  }

  /** @returns whether there was one. @throws when the server does not answer, or not with a picture */
  async #pull(signal: AbortSignal): Promise<boolean> {
    this.#isWoken = false;
    const response = await fetch(`${this.#options.url}?after=${this.#seq}`, { signal, cache: "no-store" });
    if (response.status === 204) return false;
    if (!response.ok) throw new Error(`the newest picture: ${response.status}`);
    const seq = Number(response.headers.get("x-seq"));
    const time = Number(response.headers.get("x-time") ?? NaN);
    const picture = await createImageBitmap(await response.blob());
    if (signal.aborted) return (picture.close(), false);
    this.#draw(picture);
    this.#seq = seq;
    this.#note();
    this.#options.onShown?.({ seq, time: Number.isFinite(time) ? time : null });
    return true;
  }

  #draw(picture: ImageBitmap): void {
    const { canvas } = this.#options;
    if (canvas.width !== picture.width) canvas.width = picture.width;
    if (canvas.height !== picture.height) canvas.height = picture.height;
    canvas.getContext("2d")?.drawImage(picture, 0, 0);
    picture.close();
  }

  #note(): void {
    const now = performance.now();
    const apart = now - this.#lastShownMs;
    if (Number.isFinite(apart)) this.#apartMs = this.#apartMs === 0 ? apart : (3 * this.#apartMs + apart) / 4;
    this.#lastShownMs = now;
  }

  /** @param canWake whether a call of `wake` ends it */
  #rest(ms: number, canWake: boolean, signal: AbortSignal): Promise<void> {
    if (canWake && this.#isWoken) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        this.#ring = null;
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener("abort", end);
      if (canWake) this.#ring = end;
    });
  }
}

function until(event: "visibilitychange", signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      document.removeEventListener(event, end);
      resolve();
    };
    document.addEventListener(event, end);
    signal.addEventListener("abort", end, { once: true });
  });
}
