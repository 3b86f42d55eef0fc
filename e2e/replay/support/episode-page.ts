import { expect, type Page } from "@playwright/test";

/** What a person sees of an open episode, as values. */
export class EpisodeView {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens an episode and waits until every camera shows a frame and the plots are drawn. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.page.getByRole("toolbar", { name: "Playback" })).toBeVisible();
    await this.settled();
  }

  /** Every camera shows the frame of the playhead. */
  async settled(): Promise<void> {
    await expect
      .poll(async () => {
        const [frame, cameras] = await Promise.all([this.frame(), this.cameraFrames()]);
        return cameras.length > 0 && cameras.every((shown) => shown === frame);
      })
      .toBe(true);
  }

  async frame(): Promise<number> {
    return Number((await this.page.getByTestId("frame").textContent())?.slice(1));
  }

  async time(): Promise<number> {
    return Number.parseFloat((await this.page.getByTestId("time").textContent()) ?? "");
  }

  /** Of the cameras that have pictures. */
  cameraFrames(): Promise<number[]> {
    return this.page
      .locator("[data-camera]:has(video, canvas)")
      .evaluateAll((tiles) => tiles.map((tile) => Number((tile as HTMLElement).dataset["frame"] ?? "-1")));
  }

  /** RGBA pixels of what a person sees of camera number `camera`. */
  pixels(camera = 0): Promise<{ width: number; height: number; data: number[] }> {
    return this.page
      .locator("[data-camera]")
      .nth(camera)
      .locator("canvas, video:not([aria-hidden])")
      .evaluate((element) => {
        const seen = element as HTMLVideoElement | HTMLCanvasElement;
        const canvas = document.createElement("canvas");
        canvas.width = "videoWidth" in seen ? seen.videoWidth : seen.width;
        canvas.height = "videoHeight" in seen ? seen.videoHeight : seen.height;
        const context = canvas.getContext("2d");
        if (context === null) throw new Error("no canvas");
        context.drawImage(seen, 0, 0);
        const { width, height, data } = context.getImageData(0, 0, canvas.width, canvas.height);
        return { width, height, data: [...data] };
      });
  }
}
