export interface Picture {
  width: number;
  height: number;
  close(): void;
}

export interface PictureCacheOptions<P extends Picture> {
  /** Fetches and decodes picture `k`. */
  load(k: number, signal: AbortSignal): Promise<P>;
  /** Decoded pixels kept; 4 bytes each. */
  pixelsMax: number;
  /** Pictures fetched at a time: browsers open six connections to one origin. */
  parallel: number;
}

/** Decoded pictures around the playhead: the nearest ahead are loaded first, the longest unused are let go. */
export class PictureCache<P extends Picture> {
  readonly #options: PictureCacheOptions<P>;
  /** In order of last use. */
  readonly #ready = new Map<number, P>();
  readonly #failed = new Set<number>();
  readonly #loading = new Map<number, { promise: Promise<void>; abort: AbortController }>();
  #pixels = 0;
  #closed = false;
  #queue: number[] = [];

  constructor(options: PictureCacheOptions<P>) {
    this.#options = options;
  }

  get(k: number): P | null {
    const picture = this.#ready.get(k);
    if (picture === undefined) return null;
    this.#ready.delete(k);
    this.#ready.set(k, picture);
    return picture;
  }

  /** True when waiting for `k` is pointless: it is here, or it cannot be had. */
  settled(k: number): boolean {
    return this.#ready.has(k) || this.#failed.has(k);
  }

  /** Loads `k` and settles when it is there or has failed; another try is made for one that failed before. */
  async need(k: number): Promise<P | null> {
    this.#failed.delete(k);
    if (!this.#ready.has(k)) await this.#start(k);
    return this.get(k);
  }

  /** Replaces what is to be loaded next by `frames`, most urgent first. Loads no longer wanted are given up. */
  ahead(frames: readonly number[]): void {
    const wanted = new Set(frames);
    for (const [k, { abort }] of this.#loading) if (!wanted.has(k)) abort.abort();
    this.#queue = frames.filter((k) => !this.settled(k) && !this.#loading.has(k));
    this.#pump();
  }

  close(): void {
    this.#closed = true;
    this.#queue = [];
    for (const { abort } of this.#loading.values()) abort.abort();
    for (const picture of this.#ready.values()) picture.close();
    this.#ready.clear();
  }

  #pump(): void {
    while (this.#loading.size < this.#options.parallel) {
      const k = this.#queue.shift();
      if (k === undefined) return;
      void this.#start(k);
    }
  }

  #start(k: number): Promise<void> {
    const running = this.#loading.get(k);
    if (running !== undefined && !running.abort.signal.aborted) return running.promise;
    const abort = new AbortController();
    const promise = this.#load(k, abort.signal).finally(() => {
      if (this.#loading.get(k)?.abort === abort) this.#loading.delete(k);
      this.#pump();
    });
    this.#loading.set(k, { promise, abort });
    return promise;
  }

  async #load(k: number, signal: AbortSignal): Promise<void> {
    try {
      const picture = await this.#options.load(k, signal);
      if (this.#closed || this.#ready.has(k)) picture.close();
      else this.#keep(k, picture);
    } catch {
      if (!signal.aborted) this.#failed.add(k);
    }
  }

  #keep(k: number, picture: P): void {
    this.#ready.set(k, picture);
    this.#pixels += picture.width * picture.height;
    for (const [oldest, old] of this.#ready) {
      if (this.#pixels <= this.#options.pixelsMax || this.#ready.size <= 1) return;
      this.#pixels -= old.width * old.height;
      this.#ready.delete(oldest);
      old.close();
    }
  }
}
