import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { encodeClip } from "@retake/media/encode-clip";
import {
  ALL_FORMATS,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  Mp4OutputFormat,
  Output,
} from "mediabunny";

/** Every browser plays it. No B-frames, so frame k is stored k-th at exactly k / fps; a key frame a second, so seeking is cheap. */
const CODING = [
  "-c:v",
  "libx264",
  "-profile:v",
  "high",
  "-preset",
  "slow",
  "-tune",
  "animation",
  "-crf",
  "28",
];
const LAYOUT = ["-bf", "0", "-sc_threshold", "0", "-pix_fmt", "yuv420p"];
const encodingFor = (fps: number): string[] => [
  ...CODING,
  ...LAYOUT,
  "-g",
  String(fps),
  "-keyint_min",
  String(fps),
];

/** One camera's MP4: episodes are added one after the other, each beginning with a key frame. */
export interface CameraVideo {
  add(frames: Uint8Array[]): Promise<void>;
  finish(): Promise<void>;
}

export async function createCameraVideo(
  target: string,
  width: number,
  height: number,
  fps: number,
): Promise<CameraVideo> {
  await mkdir(dirname(target), { recursive: true });
  const work = await mkdtemp(join(tmpdir(), "retake-sample-"));
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: "in-memory" }),
    target: new FilePathTarget(target),
  });
  const source = new EncodedVideoPacketSource("avc");
  output.addVideoTrack(source);
  await output.start();
  let frame = 0;
  return {
    async add(frames) {
      const clip = join(work, "episode.mp4");
      await encodeClip({ width, height, fps, frames, encoding: encodingFor(fps), target: clip });
      frame += await copyPackets(clip, source, frame, fps, frames.length);
    },
    async finish() {
      await output.finalize();
      await rm(work, { recursive: true, force: true });
    },
  };
}

async function copyPackets(
  clip: string,
  source: EncodedVideoPacketSource,
  firstFrame: number,
  fps: number,
  frames: number,
): Promise<number> {
  const input = new Input({ source: new FilePathSource(clip), formats: ALL_FORMATS });
  try {
    const track = await input.getPrimaryVideoTrack();
    const decoderConfig = await track?.getDecoderConfig();
    if (track === null || !decoderConfig) throw new Error("the encoder wrote no video");
    let copied = 0;
    for await (const packet of new EncodedPacketSink(track).packets()) {
      const time = (firstFrame + copied++) / fps;
      await source.add(new EncodedPacket(packet.data, packet.type, time, 1 / fps), { decoderConfig });
    }
    if (copied !== frames) throw new Error(`${copied} of ${frames} frames were encoded`);
    return copied;
  } finally {
    input.dispose();
  }
}
