import { AppError } from "@retake/core/errors";
import type { ObjectStore } from "@retake/telemetry/object-store";
import type { TopicColumns } from "@retake/telemetry/types";
import { createFrameBlobWriter, type FrameBlobWriter } from "@retake/telemetry/writer";
import type { ColumnSlices } from "../parquet/parquet-table.ts";
import type { LeafSlice } from "../parquet/leaf-cursor.ts";
import type { ColumnPlan } from "./column-plan.ts";
import { type ColumnRecorder, type RowTimes, timesOf } from "./column-recorder.ts";
import { encodePng } from "./encode-png.ts";
import { isPixelFlood, readPictureHeader } from "./picture-header.ts";
import { VectorRows } from "./vector-rows.ts";

type PicturePlan = Extract<ColumnPlan, { kind: "picture" | "pixels" }>;

const NO_PICTURE = "some rows hold no picture";

/** Pictures that lie in the frames' own table: appended to one blob as they are, never decoded. */
export class PictureRecorder implements ColumnRecorder {
  readonly plan: PicturePlan;
  readonly #store: ObjectStore;
  readonly #episodeId: string;
  readonly #pixels: VectorRows | null;
  #writer: FrameBlobWriter | null = null;
  #rows: number[] = [];
  #offsets: number[] = [];
  #lengths: number[] = [];
  #added = 0;
  width: number | null = null;
  height: number | null = null;
  count = 0;
  /** Why pictures were left out, in words. */
  problem: string | null = null;

  constructor(plan: PicturePlan, store: ObjectStore, episodeId: string) {
    this.plan = plan;
    this.#store = store;
    this.#episodeId = episodeId;
    this.#pixels = plan.kind === "pixels" ? new VectorRows(plan.leaf, "int64") : null;
  }

  get bytes(): number {
    return this.#rows.length * 24;
  }

  async add(slices: ColumnSlices, rows: number): Promise<void> {
    if (this.plan.kind === "picture") {
      for (const slice of slices[this.plan.leafIndex] ?? []) await this.#addEncoded(slice);
      return;
    }
    this.#pixels?.add(slices[0] ?? []);
    await this.#addPixels(rows);
  }

  async #addEncoded({ entries, definition, values }: LeafSlice): Promise<void> {
    let next = 0;
    for (let i = 0; i < entries; i++) {
      const row = this.#added++;
      if (definition !== null && definition[i] !== this.plan.leaf.maxDefinition) {
        this.problem ??= NO_PICTURE;
        continue;
      }
      const picture = values[next++];
      if (picture instanceof Uint8Array) await this.#append(row, picture);
    }
  }

  async #addPixels(added: number): Promise<void> {
    const taken = this.#pixels?.take();
    if (taken === undefined) return;
    const size =
      pixelSize(this.plan.declared?.shape ?? taken.shape, taken.dims) ?? pixelSize(taken.shape, taken.dims);
    const rows = taken.rows ?? Int32Array.from({ length: added }, (_, i) => i);
    const first = this.#added;
    this.#added += added;
    if (!taken.regular || size === null || !(taken.values instanceof BigInt64Array)) {
      if (rows.length > 0) this.problem ??= "its pixels do not make a picture";
      return;
    }
    for (let i = 0; i < rows.length; i++) {
      const pixels = Uint8Array.from(taken.values.subarray(i * taken.dims, (i + 1) * taken.dims), Number);
      const interleaved = size.planar ? interleave(pixels, size.channels) : pixels;
      const png = encodePng(interleaved, size.width, size.height, size.channels);
      await this.#append(first + (rows[i] ?? 0), png);
    }
  }

  async #append(row: number, picture: Uint8Array): Promise<void> {
    const header = readPictureHeader(picture);
    if (header === null) {
      this.problem ??= "some pictures are neither PNG nor JPEG";
      return;
    }
    if (isPixelFlood(header)) {
      this.problem ??= `some pictures claim ${header.width} × ${header.height} pixels, more than allowed`;
      return;
    }
    this.width ??= header.width ?? this.plan.declared?.width ?? null;
    this.height ??= header.height ?? this.plan.declared?.height ?? null;
    this.#writer ??= await createFrameBlobWriter(this.#store, {
      episodeId: this.#episodeId,
      camera: this.plan.topic,
    });
    const { offset, length } = await this.#writer.append(picture);
    this.#rows.push(row);
    this.#offsets.push(offset);
    this.#lengths.push(length);
    this.count += 1;
  }

  take(times: RowTimes): TopicColumns[] {
    const at = timesOf(times, this.#rows);
    const blob = { offset: Float64Array.from(this.#offsets), length: Int32Array.from(this.#lengths) };
    this.#rows = [];
    this.#offsets = [];
    this.#lengths = [];
    this.#added = 0;
    if (at.t.length === 0) return [];
    return [{ name: this.plan.topic, type: "image", shape: [], dims: 0, ...at, values: [], blob }];
  }

  /** Makes the pictures durable. @returns their key, or null when there was none */
  async finish(): Promise<string | null> {
    if (this.#writer === null && this.problem === NO_PICTURE)
      this.problem = "its rows hold no picture, at most the name of a file, which is not read";
    return this.#writer === null ? null : (await this.#writer.finish()).key;
  }

  async abort(): Promise<void> {
    await this.#writer?.abort();
  }
}

function pixelSize(
  shape: readonly number[],
  dims: number,
): { width: number; height: number; channels: 1 | 3 | 4; planar: boolean } | null {
  const [a = 0, b = 0, c = 0] = shape;
  if (shape.length !== 3 || a * b * c !== dims) return null;
  const isChannels = (size: number): size is 1 | 3 | 4 => size === 1 || size === 3 || size === 4;
  if (isChannels(c)) return { width: b, height: a, channels: c, planar: false };
  return isChannels(a) ? { width: c, height: b, channels: a, planar: true } : null;
}

function interleave(planes: Uint8Array, channels: number): Uint8Array {
  const size = planes.length / channels;
  if (!Number.isInteger(size)) throw new AppError("corrupt_data", "has a picture of the wrong size");
  const pixels = new Uint8Array(planes.length);
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < size; i++) pixels[i * channels + c] = planes[c * size + i] ?? 0;
  return pixels;
}
