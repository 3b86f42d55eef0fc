import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { drawBarcode } from "@retake/media/barcode";
import { EncodedPacket, EncodedVideoPacketSource, FilePathTarget, Mp4OutputFormat, Output } from "mediabunny";
import { chromium, type Page } from "playwright-core";

/**
 * Makes the AV1 barcode clips of packages/media/test/fixtures. No npm package encodes AV1 video, Chromium's WebCodecs does.
 * Run: `node --import tsx tools/make-sample/src/make-av1-fixtures.ts <path of chromium>`
 */

const SIDE = 96;
const FPS = 30;
const CODEC = "av01.0.00M.08";

interface Chunk {
  data: number[];
  key: boolean;
}

/** Runs in the page: pixels come as base64 RGBA, chunks go back as bytes. */
async function encodeInPage(
  page: Page,
  frames: number,
  group: number,
): Promise<{ chunks: Chunk[]; config: number[] }> {
  const pictures = Array.from({ length: frames }, (_, k) =>
    rgba(drawBarcode(k, SIDE, SIDE)).toString("base64"),
  );
  return page.evaluate(
    async ({ pictures, group, side, fps, codec }) => {
      const chunks: Chunk[] = [];
      let config: number[] = [];
      const encoder = new VideoEncoder({
        error: (error) => {
          throw error;
        },
        output: (chunk, metadata) => {
          const data = new Uint8Array(chunk.byteLength);
          chunk.copyTo(data);
          chunks.push({ data: [...data], key: chunk.type === "key" });
          const description = metadata?.decoderConfig?.description;
          if (description instanceof ArrayBuffer) config = [...new Uint8Array(description)];
        },
      });
      encoder.configure({
        codec,
        width: side,
        height: side,
        framerate: fps,
        bitrate: 200_000,
        latencyMode: "quality",
      });
      for (const [k, picture] of pictures.entries()) {
        const data = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
        const frame = new VideoFrame(data, {
          format: "RGBX",
          codedWidth: side,
          codedHeight: side,
          timestamp: Math.round((k * 1e6) / fps),
        });
        encoder.encode(frame, { keyFrame: k % group === 0 });
        frame.close();
      }
      await encoder.flush();
      return { chunks, config };
    },
    { pictures, group, side: SIDE, fps: FPS, codec: CODEC },
  );
}

function rgba(rgb: Uint8Array): Buffer {
  const pixels = Buffer.alloc((rgb.length / 3) * 4, 255);
  for (let n = 0; n < rgb.length / 3; n++) pixels.set(rgb.subarray(n * 3, n * 3 + 3), n * 4);
  return pixels;
}

async function writeMp4(chunks: Chunk[], target: string): Promise<void> {
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: "in-memory" }),
    target: new FilePathTarget(target),
  });
  const source = new EncodedVideoPacketSource("av1");
  output.addVideoTrack(source);
  await output.start();
  const decoderConfig = { codec: CODEC, codedWidth: SIDE, codedHeight: SIDE };
  for (const [k, { data, key }] of chunks.entries()) {
    await source.add(new EncodedPacket(new Uint8Array(data), key ? "key" : "delta", k / FPS, 1 / FPS), {
      decoderConfig,
    });
  }
  await output.finalize();
}

const folder = join(import.meta.dirname, "../../../packages/media/test/fixtures");
const server = createServer((_, response) =>
  response.setHeader("content-type", "text/html").end("<html></html>"),
);
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const executablePath = process.argv[2];
const browser = await chromium.launch({
  args: ["--no-sandbox"],
  ...(executablePath === undefined ? {} : { executablePath }),
});
try {
  const page = await browser.newPage();
  // esbuild wraps named functions in a helper that the page does not have.
  await page.addInitScript("globalThis.__name = (value) => value");
  // WebCodecs exists on secure origins only; loopback is one.
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  for (const [name, group] of Object.entries({ "av1-g2.mp4": 2, "av1-g30.mp4": 30 })) {
    const { chunks } = await encodeInPage(page, 75, group);
    await writeMp4(chunks, join(folder, name));
    console.log(name, chunks.length, "frames", chunks.filter((chunk) => chunk.key).length, "key frames");
  }
} finally {
  await browser.close();
  server.close();
}
