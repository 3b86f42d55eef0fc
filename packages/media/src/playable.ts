import type { VideoCodec } from "./mp4/codec.ts";
import type { Playable } from "./types.ts";

/** H.264 profiles every browser decodes: baseline, main, high. */
const H264_PROFILES = new Set([66, 77, 100]);
/** What a usual ffmpeg decodes and a browser does not. */
const PROXY_CODECS = new Set(["h264", "hevc", "mpeg4", "mjpeg", "mpeg1video", "mpeg2video", "vp8", "vp9"]);

/** Judges by what the file is, never by what a dataset says it is. */
export function playableOf(codec: VideoCodec): Playable {
  const plain = codec.bitDepth === 8 && codec.chroma === "4:2:0";
  // Main profile, 8 or 10 bit: what browsers that know AV1 must decode.
  if (codec.name === "av1") return codec.profile === 0 ? "native" : "stills_only";
  if (codec.name === "h264" && plain && H264_PROFILES.has(codec.profile)) return "native";
  if ((codec.name === "vp8" || codec.name === "vp9") && plain) return "native";
  return PROXY_CODECS.has(codec.name) ? "needs_proxy" : "stills_only";
}
