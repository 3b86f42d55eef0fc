import { rm } from "node:fs/promises";
import { AppError } from "@retake/core/errors";
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
import type { VideoTrack } from "../mp4/video-track.ts";
import { COMMON, type Ffmpeg, inputName, outputName } from "./ffmpeg.ts";
import type { ProxyJob } from "./jobs.ts";
import { openTrack } from "./open-track.ts";

/**
 * Writes an H.264 copy that every browser plays: 8-bit 4:2:0, a key frame at least every second, no B-frames, index first.
 * The encoder's times are thrown away: the k-th picture gets the time of the original's frame k.
 */
export async function makeProxy(
  { file, target, ffmpegPath }: ProxyJob,
  ffmpegAt: (path: string | null) => Promise<Ffmpeg>,
  progress: (fraction: number) => void,
): Promise<void> {
  const track = await openTrack(file);
  const ffmpeg = await ffmpegAt(ffmpegPath);
  const encoded = `${target}.encoded.mp4`;
  try {
    const args = proxyArguments(track);
    await ffmpeg.toFile(file, args, encoded, (frames) => progress(Math.min(1, frames / track.times.length)));
    await retime(encoded, target, track);
  } finally {
    await rm(encoded, { force: true });
  }
}

function proxyArguments({ times, endTime }: VideoTrack): string[] {
  const rate = times.length / Math.max(1e-3, endTime - (times[0] ?? 0));
  const groupFrames = Math.max(1, Math.floor(rate));
  // H.264 in 4:2:0 needs even sides.
  const filter = "pad=ceil(iw/2)*2:ceil(ih/2)*2";
  const input = ["-loglevel", "info", "-stats", "-noautorotate", "-i", inputName, "-map", "0:v:0", "-an"];
  const pictures = ["-vsync", "passthrough", "-vf", filter, "-pix_fmt", "yuv420p"];
  const coding = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-bf", "0", "-sc_threshold", "0"];
  const groups = ["-g", String(groupFrames), "-keyint_min", String(groupFrames)];
  return [...COMMON, ...input, ...pictures, ...coding, ...groups, "-f", "mp4", outputName];
}

/** Copies the coded pictures into a new file with the original's times. */
async function retime(encoded: string, target: string, { times, endTime }: VideoTrack): Promise<void> {
  const input = new Input({ source: new FilePathSource(encoded), formats: ALL_FORMATS });
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: "reserve" }),
    target: new FilePathTarget(target),
  });
  try {
    const track = await input.getPrimaryVideoTrack();
    const decoderConfig = await track?.getDecoderConfig();
    if (track === null || decoderConfig === null || decoderConfig === undefined)
      throw wrongCount(0, times.length);
    const source = new EncodedVideoPacketSource("avc");
    output.addVideoTrack(source, { maximumPacketCount: times.length });
    await output.start();
    let frame = 0;
    for await (const packet of new EncodedPacketSink(track).packets()) {
      const time = times[frame];
      if (time === undefined) throw wrongCount(frame + 1, times.length);
      const duration = (times[frame + 1] ?? endTime) - time;
      await source.add(new EncodedPacket(packet.data, packet.type, time, duration), { decoderConfig });
      frame++;
    }
    if (frame !== times.length) throw wrongCount(frame, times.length);
    await output.finalize();
  } finally {
    input.dispose();
  }
}

function wrongCount(got: number, wanted: number): AppError {
  return new AppError("unsupported_media", `Only ${got} of the video's ${wanted} frames could be decoded.`);
}
