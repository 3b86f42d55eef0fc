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
import { AppError } from "@retake/core/errors";
import type { VideoTrack } from "../mp4/video-track.ts";

/** Gathers coded pictures into one MP4 with the original's times. */
export interface ProxyWriter {
  /** Adds every picture of an H.264 file, whose own times are ignored. */
  append(clip: string): Promise<void>;
  /** @throws AppError `unsupported_media` unless there are exactly as many pictures as in the original */
  finish(): Promise<void>;
}

export async function createProxyWriter(
  target: string,
  { times, endTime }: Pick<VideoTrack, "times" | "endTime">,
): Promise<ProxyWriter> {
  const format = new Mp4OutputFormat({ fastStart: "reserve" });
  const output = new Output({ format, target: new FilePathTarget(target) });
  const source = new EncodedVideoPacketSource("avc");
  output.addVideoTrack(source, { maximumPacketCount: times.length });
  await output.start();
  let frame = 0;
  return {
    async append(clip) {
      const input = new Input({ source: new FilePathSource(clip), formats: ALL_FORMATS });
      try {
        const track = await input.getPrimaryVideoTrack();
        const decoderConfig = await track?.getDecoderConfig();
        if (track === null || decoderConfig === null || decoderConfig === undefined) return;
        for await (const packet of new EncodedPacketSink(track).packets()) {
          const time = times[frame++];
          if (time === undefined) throw wrongCount(frame, times.length);
          const duration = (times[frame] ?? endTime) - time;
          await source.add(new EncodedPacket(packet.data, packet.type, time, duration), { decoderConfig });
        }
      } finally {
        input.dispose();
      }
    },
    async finish() {
      if (frame !== times.length) throw wrongCount(frame, times.length);
      await output.finalize();
    },
  };
}

function wrongCount(got: number, wanted: number): AppError {
  return new AppError(
    "unsupported_media",
    `${got} frames came out of the video's ${wanted}, so no copy is kept.`,
  );
}
