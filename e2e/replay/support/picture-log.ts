import { expect, type Page } from "@playwright/test";

/** What stood on the screen in one display frame, after everything was drawn; a value for each camera. */
export interface Moment {
  /** Milliseconds since the page was opened. */
  at: number;
  /** Cameras run; else one of them is paused or seeks. */
  isPlaying: boolean;
  /** Media time, in seconds, of the picture that was drawn last. */
  drawn: number[];
  /** The frame that the page says it shows. */
  frames: number[];
  /** Media time of the picture that the decoder had ready, seen or not. */
  decoded: number[];
  /** Seconds, of the cameras' own clocks. */
  clocks: number[];
  /** Cameras said to be late. */
  late: number;
  /** Pixels of each picture at 16 by 16, RGBA; empty unless asked for. */
  pixels: number[][];
}

interface Watched extends Window {
  moments: Moment[];
}

/** Writes down what is drawn and shown, display frame by display frame. */
export class PictureLog {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** To be called before the episode is opened: it listens where pictures are drawn. */
  static async on(page: Page): Promise<PictureLog> {
    await page.addInitScript(() => {
      const { prototype } = CanvasRenderingContext2D;
      const drawImage = Reflect.get(prototype, "drawImage") as (...args: unknown[]) => void;
      const listen = function listen(this: CanvasRenderingContext2D, ...args: unknown[]): void {
        const [picture] = args;
        if (picture instanceof VideoFrame) Object.assign(this.canvas, { drawn: picture.timestamp / 1e6 });
        Reflect.apply(drawImage, this, args);
      };
      Object.assign(prototype, { drawImage: listen });
    });
    return new PictureLog(page);
  }

  /** Begins to write; the cameras show their first pictures already. */
  async start(options: { pixels: boolean }): Promise<void> {
    await this.page.evaluate(({ pixels }) => {
      const side = 16;
      const tiles = [...document.querySelectorAll<HTMLElement>("[data-camera]")];
      const canvases = tiles.flatMap((tile) => [...tile.querySelectorAll("canvas")]);
      const videos = tiles.flatMap((tile) => [...tile.querySelectorAll("video")]);
      const decoded = videos.map(() => NaN);
      for (const [i, video] of videos.entries()) {
        const hear = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
          decoded[i] = mediaTime;
          video.requestVideoFrameCallback(hear);
        };
        video.requestVideoFrameCallback(hear);
      }
      const scratch = document.createElement("canvas");
      scratch.width = scratch.height = side;
      const context = scratch.getContext("2d", { willReadFrequently: true });
      const read = (canvas: HTMLCanvasElement): number[] => {
        context?.drawImage(canvas, 0, 0, side, side);
        return [...(context?.getImageData(0, 0, side, side).data ?? [])];
      };
      const moments: Moment[] = [];
      const look = (): void => {
        moments.push({
          at: performance.now(),
          isPlaying: videos.every((video) => !video.paused && !video.seeking),
          drawn: canvases.map((canvas) => (canvas as unknown as { drawn?: number }).drawn ?? NaN),
          frames: tiles.map((tile) => Number(tile.dataset["frame"])),
          decoded: [...decoded],
          clocks: videos.map((video) => video.currentTime),
          late: document.querySelectorAll("[data-late]").length,
          pixels: pixels ? canvases.map(read) : [],
        });
        requestAnimationFrame(look);
      };
      Object.assign(window, { moments });
      requestAnimationFrame(look);
    }, options);
  }

  /** Ends when so many more milliseconds of display frames have been written down. */
  async watch(durationMs: number): Promise<void> {
    await this.page.evaluate((wanted) => {
      const { moments } = window as unknown as Watched;
      const from = moments.at(-1)?.at ?? performance.now();
      return new Promise<void>((resolve) => {
        const look = (): void => {
          if ((moments.at(-1)?.at ?? 0) - from >= wanted) resolve();
          else requestAnimationFrame(look);
        };
        look();
      });
    }, durationMs);
  }

  async moments(): Promise<Moment[]> {
    const moments = await this.page.evaluate(() => (window as unknown as Watched).moments);
    expect(moments.length).toBeGreaterThan(60);
    return moments;
  }

  /** Of each camera: pictures decoded, and of those dropped, since its file was opened. */
  qualities(): Promise<{ total: number; dropped: number }[]> {
    return this.page.locator("[data-camera] video").evaluateAll((videos) =>
      videos.map((video) => {
        const quality = (video as HTMLVideoElement).getVideoPlaybackQuality();
        return { total: quality.totalVideoFrames, dropped: quality.droppedVideoFrames };
      }),
    );
  }
}
