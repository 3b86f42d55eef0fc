import { AppError } from "@retake/core/errors";
import { type Box, childBoxes } from "./boxes.ts";

/** What a sample description says about the pictures. */
export interface VideoCodec {
  /** ffprobe's name: `av1`, `h264`, `hevc`, `vp9`, `vp8`, `mpeg4`, `mjpeg`; the four letters of the file if unknown. */
  name: string;
  /** RFC 6381, for `canPlayType`: `av01.0.04M.08`. */
  mimeCodec: string;
  width: number;
  height: number;
  bitDepth: number;
  /** `4:0:0` (grey), `4:2:0`, `4:2:2` or `4:4:4`. */
  chroma: Chroma;
  /** Profile number in the codec's own counting, 0 if it has none. */
  profile: number;
  level: number;
}

export type Chroma = "4:0:0" | "4:2:0" | "4:2:2" | "4:4:4";
type Details = Omit<VideoCodec, "width" | "height">;

const CHROMA: readonly Chroma[] = ["4:0:0", "4:2:0", "4:2:2", "4:4:4"];
/** Bytes of VisualSampleEntry before its child boxes (ISO/IEC 14496-12 section 12.1.3). */
const VISUAL_ENTRY_BYTES = 78;

/**
 * Reads the first entry of `stsd`.
 * @throws AppError `invalid_dataset` when the entry or its configuration is damaged, `unsupported_media` for encrypted video
 */
export function readCodec(moov: Buffer, stsd: Box): VideoCodec {
  const entry = childBoxes(moov, stsd.start + 8, stsd.end)[0];
  if (entry === undefined || entry.end - entry.start < VISUAL_ENTRY_BYTES) throw damaged("codec description");
  if (entry.type === "encv") throw new AppError("unsupported_media", "The video is encrypted.");
  const width = moov.readUInt16BE(entry.start + 24);
  const height = moov.readUInt16BE(entry.start + 26);
  if (width === 0 || height === 0) throw damaged("picture size");
  const children = childBoxes(moov, entry.start + VISUAL_ENTRY_BYTES, entry.end);
  return { ...codecDetails(moov, entry.type, children), width, height };
}

function codecDetails(moov: Buffer, type: string, children: Box[]): Details {
  const config = (name: string, bytesMin: number): Buffer => {
    const box = children.find((child) => child.type === name);
    if (box === undefined || box.end - box.start < bytesMin) throw damaged(`${name} box`);
    return moov.subarray(box.start, box.end);
  };
  switch (type) {
    case "av01":
      return av1(config("av1C", 4));
    case "avc1":
    case "avc3":
      return h264(type, config("avcC", 7));
    case "hvc1":
    case "hev1":
      return hevc(type, config("hvcC", 23));
    case "vp08":
    case "vp09":
      return vpx(type, config("vpcC", 7));
    case "mp4v":
      return mpeg4(config("esds", 8));
    default:
      return plain(type.trim(), type);
  }
}

const plain = (name: string, mimeCodec: string): Details => ({
  name,
  mimeCodec,
  bitDepth: 8,
  chroma: "4:2:0",
  profile: 0,
  level: 0,
});

/** AV1 codec configuration (AV1-ISOBMFF 2.3) and string (section 5). */
function av1(c: Buffer): Details {
  const flags = c.readUInt8(2);
  const profile = c.readUInt8(1) >> 5;
  const level = c.readUInt8(1) & 31;
  const bitDepth = (flags & 0x40) === 0 ? 8 : (flags & 0x20) === 0 ? 10 : 12;
  const subsampling = (flags >> 2) & 3;
  const chroma =
    (flags & 0x10) !== 0 ? "4:0:0" : subsampling === 3 ? "4:2:0" : subsampling === 2 ? "4:2:2" : "4:4:4";
  const tier = (flags & 0x80) === 0 ? "M" : "H";
  const mimeCodec = `av01.${profile}.${two(level)}${tier}.${two(bitDepth)}`;
  return { name: "av1", mimeCodec, bitDepth, chroma, profile, level };
}

/** AVC decoder configuration (ISO/IEC 14496-15 section 5.3.3). */
function h264(type: string, c: Buffer): Details {
  const profile = c.readUInt8(1);
  const extension = h264Extension(c);
  return {
    name: "h264",
    mimeCodec: `${type}.${c.toString("hex", 1, 4)}`,
    bitDepth: extension?.bitDepth ?? (profile === 110 ? 10 : 8),
    chroma: extension?.chroma ?? (profile === 122 ? "4:2:2" : profile === 244 ? "4:4:4" : "4:2:0"),
    profile,
    level: c.readUInt8(3),
  };
}

/** Chroma and depth stand after the parameter sets, and only in the high profiles; many writers leave them out. */
function h264Extension(c: Buffer): { chroma: Chroma; bitDepth: number } | null {
  if ([66, 77, 88].includes(c.readUInt8(1))) return null;
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    if (at >= c.length) return null;
    const sets = c.readUInt8(at++) & mask;
    for (let n = 0; n < sets; n++) {
      if (at + 2 > c.length) return null;
      at += 2 + c.readUInt16BE(at);
    }
  }
  if (at + 4 > c.length) return null;
  return { chroma: CHROMA[c.readUInt8(at) & 3] ?? "4:2:0", bitDepth: 8 + (c.readUInt8(at + 1) & 7) };
}

/** HEVC decoder configuration (ISO/IEC 14496-15 section 8.3.3) and string (annex E.3). */
function hevc(type: string, c: Buffer): Details {
  const general = c.readUInt8(1);
  const profile = general & 31;
  const level = c.readUInt8(12);
  let compatibility = 0;
  for (let bit = 0; bit < 32; bit++) if ((c.readUInt32BE(2) >>> bit) & 1) compatibility |= 1 << (31 - bit);
  const constraints = [...c.subarray(6, 12)].map((byte) => byte.toString(16).toUpperCase());
  while (constraints.at(-1) === "0") constraints.pop();
  const space = ["", "A", "B", "C"][general >> 6] ?? "";
  const tier = (general & 0x20) === 0 ? "L" : "H";
  const parts = [
    type,
    `${space}${profile}`,
    (compatibility >>> 0).toString(16).toUpperCase(),
    `${tier}${level}`,
    ...constraints,
  ];
  return {
    name: "hevc",
    mimeCodec: parts.join("."),
    bitDepth: 8 + (c.readUInt8(17) & 7),
    chroma: CHROMA[c.readUInt8(16) & 3] ?? "4:2:0",
    profile,
    level,
  };
}

/** VP codec configuration (VP-ISOBMFF). */
function vpx(type: string, c: Buffer): Details {
  const profile = c.readUInt8(4);
  const level = c.readUInt8(5);
  const bitDepth = c.readUInt8(6) >> 4;
  const subsampling = (c.readUInt8(6) >> 1) & 7;
  return {
    name: type === "vp08" ? "vp8" : "vp9",
    mimeCodec: `${type}.${two(profile)}.${two(level)}.${two(bitDepth)}`,
    bitDepth,
    chroma: subsampling <= 1 ? "4:2:0" : subsampling === 2 ? "4:2:2" : "4:4:4",
    profile,
    level,
  };
}

/** Object types of ISO/IEC 14496-1 table 5 (mp4ra.org). */
const OBJECT_TYPES: Record<number, string> = { 0x20: "mpeg4", 0x6a: "mpeg1video", 0x6c: "mjpeg" };

/** `mp4v` is a family: the object type in the elementary stream descriptor says which codec it is. */
function mpeg4(c: Buffer): Details {
  const objectType = c.readUInt8(decoderConfigAt(c));
  const name = OBJECT_TYPES[objectType] ?? (objectType >= 0x60 && objectType <= 0x65 ? "mpeg2video" : "mp4v");
  const sequence = c.indexOf(Buffer.from([0, 0, 1, 0xb0]));
  const profile = sequence >= 0 && sequence + 4 < c.length ? c.readUInt8(sequence + 4) : 0;
  const suffix = name === "mpeg4" && profile > 0 ? `.${profile}` : "";
  return { ...plain(name, `mp4v.${objectType.toString(16).padStart(2, "0")}${suffix}`), profile };
}

/** Walks ES_Descriptor (ISO/IEC 14496-1 section 7.2.6.5) to the payload of its DecoderConfigDescriptor. */
function decoderConfigAt(c: Buffer): number {
  let at = descriptorPayload(c, 4, 0x03);
  const flags = c.readUInt8(at + 2);
  at += 3;
  if ((flags & 0x80) !== 0) at += 2;
  if ((flags & 0x40) !== 0) at += 1 + c.readUInt8(at);
  if ((flags & 0x20) !== 0) at += 2;
  return descriptorPayload(c, at, 0x04);
}

/** A descriptor is a tag, a length of one to four bytes (high bit: more follows), and the payload. */
function descriptorPayload(c: Buffer, at: number, tag: number): number {
  if (c.readUInt8(at) !== tag) throw damaged("esds box");
  let next = at + 1;
  while ((c.readUInt8(next) & 0x80) !== 0 && next < at + 4) next++;
  return next + 1;
}

const two = (n: number): string => String(n).padStart(2, "0");

export function damaged(what: string): AppError {
  return new AppError("invalid_dataset", `The video file is damaged: its ${what} cannot be read.`);
}
