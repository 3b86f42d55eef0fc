import type { VideoCodec } from "../mp4/codec.ts";

/**
 * Wraps AV1 samples as one AVIF picture (ISO/IEC 23008-12, AVIF 1.1), so that an ordinary image library decodes them.
 * The item holds every sample from the key frame to the wanted one: the decoder runs through all of them and gives the last frame shown.
 * @param samples the samples' bytes as stored in the MP4, in decode order, the first a key frame
 */
export function wrapAsAvif(samples: Buffer, codec: VideoCodec): Buffer {
  const ftyp = box("ftyp", text("avif"), u32(0), text("avif"), text("mif1"), text("miaf"));
  const metaBytes = metaBox(codec, 0, samples.length).length;
  const mdatPayload = ftyp.length + metaBytes + 8;
  return Buffer.concat([ftyp, metaBox(codec, mdatPayload, samples.length), box("mdat", samples)]);
}

function metaBox(codec: VideoCodec, offset: number, length: number): Buffer {
  const handler = fullBox("hdlr", 0, u32(0), text("pict"), Buffer.alloc(13));
  const primary = fullBox("pitm", 0, u16(1));
  const items = fullBox("iinf", 0, u16(1), fullBox("infe", 2, u16(1), u16(0), text("av01"), Buffer.alloc(1)));
  const place = fullBox(
    "iloc",
    0,
    Buffer.from([0x44, 0x00]),
    u16(1),
    u16(1),
    u16(0),
    u16(1),
    u32(offset),
    u32(length),
  );
  const size = fullBox("ispe", 0, u32(codec.width), u32(codec.height));
  const depth = fullBox("pixi", 0, Buffer.from([3, 8, 8, 8]));
  const properties = box("ipco", size, depth, box("av1C", av1Configuration(codec)));
  // Property 3 (av1C) is essential: a reader that does not know it must not show the picture.
  const associations = fullBox("ipma", 0, u32(1), u16(1), Buffer.from([3, 1, 2, 0x80 | 3]));
  return fullBox("meta", 0, handler, primary, place, items, box("iprp", properties, associations));
}

/** Rebuilt, not copied: recorders leave flags in `av1C` that contradict the stream, and the library trusts them. 8-bit 4:2:0 only. */
function av1Configuration(codec: VideoCodec): Buffer {
  return Buffer.from([0x81, (codec.profile << 5) | codec.level, 0x0c, 0x00]);
}

const text = (value: string): Buffer => Buffer.from(value, "latin1");

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function box(type: string, ...payload: Buffer[]): Buffer {
  const body = Buffer.concat(payload);
  return Buffer.concat([u32(body.length + 8), text(type), body]);
}

const fullBox = (type: string, version: number, ...payload: Buffer[]): Buffer =>
  box(type, Buffer.from([version, 0, 0, 0]), ...payload);
