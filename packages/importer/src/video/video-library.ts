import type { Db } from "@retake/db";
import { probeVideo, type VideoProbe } from "@retake/media/probe";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { describeFault, isOurFault } from "../layout/describe-fault.ts";
import type { DatasetFiles } from "../source/dataset-files.ts";
import { hashFile } from "./hash-file.ts";

/** A video file that was looked into, or why it cannot be used. */
export type LibraryVideo = { hash: string; probe: VideoProbe; path: string } | { problem: string };

/** A probe holds a time per frame; neighbouring episodes ask for the same few files. */
const PROBES_HELD = 8;

/** The videos of one dataset: probed and hashed once, stored once by their hash, never decoded. */
export class VideoLibrary {
  readonly #db: Db;
  readonly #store: ObjectStore;
  readonly #files: DatasetFiles;
  readonly #unavailable: ReadonlyMap<string, string>;
  readonly #opened = new Map<string, LibraryVideo>();
  readonly #kept = new Set<string>();

  /** @param unavailable files that could not be fetched, with the reason */
  constructor(db: Db, store: ObjectStore, files: DatasetFiles, unavailable: ReadonlyMap<string, string>) {
    this.#db = db;
    this.#store = store;
    this.#files = files;
    this.#unavailable = unavailable;
  }

  async open(path: string, signal: AbortSignal): Promise<LibraryVideo> {
    const known = this.#opened.get(path);
    if (known !== undefined) return known;
    const video = await this.#look(path, signal);
    if (this.#opened.size >= PROBES_HELD) this.#opened.delete(this.#opened.keys().next().value ?? "");
    this.#opened.set(path, video);
    return video;
  }

  async #look(path: string, signal: AbortSignal): Promise<LibraryVideo> {
    const reason = this.#files.refused.get(path) ?? this.#unavailable.get(path);
    if (reason !== undefined) return { problem: `${path} ${reason}.` };
    try {
      const real = await this.#files.realPath(path);
      const probe = await probeVideo(real);
      return { hash: await hashFile(real, signal), probe, path: real };
    } catch (thrown) {
      if (isOurFault(thrown) || signal.aborted) throw thrown;
      return { problem: `${path}: ${describeFault(thrown)}.` };
    }
  }

  /** Stores the file and its row; after that, episodes may point to it. */
  async keep({ hash, probe, path }: Exclude<LibraryVideo, { problem: string }>): Promise<void> {
    if (this.#kept.has(hash)) return;
    const key = `video/${hash.slice(0, 2)}/${hash}.mp4`;
    await this.#store.putFile(key, path);
    const { codec, mimeCodec, width, height, frames, fps, playable, bytes } = probe;
    const data = { key, bytes: BigInt(bytes), codec, mimeCodec, width, height, frames, fps, playable };
    await this.#db.prisma.videoFile.upsert({ where: { hash }, create: { hash, ...data }, update: {} });
    this.#kept.add(hash);
  }
}
