import { notFound } from "@retake/core/errors";
import { decodeRecord } from "../log/decode-record.ts";
import { nodeLogDisk, type LogDisk } from "../log/log-disk.ts";
import { toLogError } from "../log/log-error.ts";
import { readRecords } from "../log/read-records.ts";
import type { LogLoss, RecordPlace } from "../log/scan-file.ts";
import type { SessionRecord } from "../log/session-record.ts";
import { copyState, type LiveSession } from "../log/session-state.ts";
import type { TailIndex } from "../log/tail-index.ts";
import { trimRecord } from "../log/trim-record.ts";
import { walkItems } from "../log/walk-items.ts";
import type { ByteRange, ObjectStore } from "../object-store/index.ts";
import { Contradiction } from "./followed-files.ts";
import { FollowedLog } from "./followed-log.ts";
import { placeInLog } from "./picture-place.ts";
import { Refresher } from "./refresher.ts";
import { StretchColumns } from "./stretch-columns.ts";
import { picturesKey, TailSegments, type TailSegment } from "./tail-segments.ts";
import { copyOf, overlayStore } from "./tail-store.ts";
import type { LogTail, LogTailOptions, TailColumns, TailQuery, TailSession } from "./types.ts";

const POLL_MS = 25;
const CACHE_BYTES = 128 << 20;
/** How often a log may contradict itself while it is read anew: its writer is giving up file after file. */
const CONTRADICTIONS_MAX = 5;

/** See {@link LogTail}. Nothing is read before it is asked for, or listened to. */
export function openLogTail(options: LogTailOptions): LogTail {
  return new FolderTail(options);
}

class FolderTail implements LogTail {
  readonly #disk: LogDisk;
  readonly #folder: string;
  readonly #refresher: Refresher;
  readonly #segments: TailSegments;
  #log: FollowedLog;

  constructor(options: LogTailOptions) {
    const { folder, disk = nodeLogDisk, pollMs = POLL_MS, keepUpMs = null } = options;
    this.#disk = disk;
    this.#folder = folder;
    this.#log = new FollowedLog(disk, folder);
    this.#refresher = new Refresher(() => this.#readOn(), { pollMs, keepUpMs });
    this.#segments = new TailSegments(
      (session, columns, toSeq) => this.#readInto(session, columns, toSeq),
      options.cacheBytesMax ?? CACHE_BYTES,
    );
  }

  async refresh(): Promise<void> {
    await this.#refresher.refresh();
  }

  sessions(): TailSession[] {
    return [...this.#log.sessions.keys()].flatMap((id) => this.session(id) ?? []);
  }

  session(id: string): TailSession | null {
    const live = this.#log.sessions.get(id);
    const state = live?.durable ?? null;
    if (live === undefined || state === null) return null;
    const followed = this.#log.followed(id);
    const tailFrom = live.index.begin ?? state.nextSeq;
    const { marks, lastTime, pictures } = followed;
    return { ...copyState(state), tailFrom, topics: followed.topics(), marks, lastTime, pictures };
  }

  async *readTail(id: string, fromSeq: number): AsyncGenerator<SessionRecord> {
    let nextSeq = fromSeq;
    for await (const payload of this.#payloads(this.#find(id).index.from(fromSeq))) {
      const record = trimRecord(decodeRecord(payload), nextSeq);
      if (record === null) continue;
      if (record.kind === "items") nextSeq = record.batch.firstSeq + record.batch.items.length;
      yield record;
    }
  }

  async columns(id: string, query: TailQuery): Promise<TailColumns> {
    const { fromSeq, topics, ...bounds } = query;
    const toSeq = this.#find(id).durable?.nextSeq ?? 1;
    const before = this.#log.followed(id).stretches.findLast((stretch) => stretch.fromSeq <= fromSeq);
    const columns = new StretchColumns({
      fromSeq,
      timeBefore: before?.timeBefore ?? 0,
      ...(topics === undefined ? {} : { topics: new Set(topics) }),
      ...bounds,
    });
    if (fromSeq < toSeq) await this.#readInto(id, columns, toSeq);
    return { topics: columns.finish(), nextSeq: columns.nextSeq };
  }

  async picture(id: string, seq: number): Promise<Uint8Array> {
    let found: Uint8Array | null = null;
    for await (const payload of this.#payloads(this.#find(id).index.from(seq, seq + 1))) {
      walkItems(payload, {
        sample: ({ seq: at, topic, from, to }) => {
          if (at === seq && topic.type === "image") found = new Uint8Array(payload.subarray(from, to));
        },
      });
    }
    if (found === null) throw notFound("This picture");
    return found;
  }

  async segments(id: string, fromSeq: number): Promise<TailSegment[]> {
    return await this.#segments.of(id, this.#log.followed(id).stretches, fromSeq);
  }

  overlay(store: ObjectStore): ObjectStore {
    return overlayStore(store, { bytes: (key, range) => this.#objectBytes(key, range) });
  }

  onAdvance(wake: () => void): () => void {
    return this.#refresher.listen(wake);
  }

  losses(): LogLoss[] {
    return [...this.#log.losses];
  }

  stats(): { encodings: number } {
    return { encodings: this.#segments.encodings };
  }

  close(): void {
    this.#refresher.close();
  }

  /** @returns whether anything came or went */
  async #readOn(): Promise<boolean> {
    const { version } = this.#log;
    for (let contradictions = 0; ; contradictions++) {
      const log = contradictions === 0 ? this.#log : new FollowedLog(this.#disk, this.#folder);
      try {
        await log.refresh();
        if (log !== this.#log) this.#segments.renew();
        const isNew = log !== this.#log || log.version !== version;
        this.#log = log;
        return isNew;
      } catch (error) {
        const again = error instanceof Contradiction && contradictions < CONTRADICTIONS_MAX;
        if (!again) throw toLogError(error, "following the log");
      }
    }
  }

  async #readInto(id: string, columns: StretchColumns, toSeq: number): Promise<void> {
    const places = this.#find(id).index.from(columns.nextSeq, toSeq);
    let read = 0;
    for await (const payload of this.#payloads(places)) {
      const place = places[read++];
      if (place !== undefined) columns.add(payload, place, toSeq);
      if (columns.isFull) return;
    }
    columns.reach(toSeq);
  }

  async *#payloads(places: readonly RecordPlace[]): AsyncGenerator<Buffer> {
    try {
      yield* readRecords(this.#disk, this.#folder, places);
    } catch (error) {
      throw toLogError(error, "reading the log");
    }
  }

  async #objectBytes(key: string, range: ByteRange | undefined): Promise<Uint8Array> {
    const session = key.split("/", 2)[1] ?? "";
    if (key === picturesKey(session)) return await this.#pictureBytes(session, range);
    const { stretches } = this.#log.followed(session);
    return copyOf(await this.#segments.bytes(session, stretches, key), range);
  }

  async #pictureBytes(session: string, range: ByteRange | undefined): Promise<Uint8Array> {
    if (range === undefined || !("start" in range) || range.end === undefined) throw notFound("This picture");
    const { file, from, to } = placeInLog({ offset: range.start, length: range.end - range.start });
    const place = this.#find(session).index.around(file, from, to);
    if (place === null) throw notFound("This picture");
    for await (const payload of this.#payloads([place])) {
      return new Uint8Array(payload.subarray(from - place.offset, to - place.offset));
    }
    throw notFound("This picture");
  }

  #find(session: string): LiveSession<TailIndex> {
    const live = this.#log.sessions.get(session);
    if (live === undefined) throw notFound("This session");
    return live;
  }
}
