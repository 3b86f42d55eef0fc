import type { AppError } from "@retake/core/errors";
import type { RecordingMeta } from "@retake/core/recording-meta";
import { ProtocolError } from "@retake/protocol/errors";
import type {
  DataFrame,
  DataItem,
  DataMessage,
  Mark,
  SessionEnd,
  TopicDeclaration,
} from "@retake/protocol/messages";
import { contentHash, SequenceGate } from "@retake/protocol/sequence";
import { serverError } from "@retake/protocol/text";
import { timestampFlag } from "@retake/protocol/timestamp";
import { TopicTable } from "@retake/protocol/topic-table";
import type { LogTopic, SessionCounts, SessionLog, SessionState } from "@retake/telemetry/log";
import { SessionQuality } from "../quality/session-quality.ts";
import { BatchBuilder } from "./batch-builder.ts";
import type { Clock } from "./clock.ts";
import type { Feed } from "./feed.ts";
import { type BatchOwner, HeldBatch } from "./held-batch.ts";
import { type HeldOperation, HeldQueue } from "./held-queue.ts";
import type { Light } from "./light.ts";
import type { RecordingLimits } from "./limits.ts";
import { declarationOf, declaredTopicOf, logTopicOf } from "./log-topic.ts";

/** What a recording needs of the log. */
export type RecordingLog = Pick<
  SessionLog,
  | "openSession"
  | "appendItems"
  | "appendMark"
  | "describeSession"
  | "closeSession"
  | "session"
  | "waitingBytes"
  | "full"
>;

export interface RecordingDependencies {
  log: RecordingLog;
  clock: Clock;
  limits: RecordingLimits;
  light: Pick<Light, "see"> | null;
  /** Something is durable that its robot is to be told of: once the group commit is over. */
  acked(recording: Recording): void;
  /** The log belongs to another process now, or a record of ours can never be stored. */
  lost(recording: Recording, error: AppError): void;
  ended(recording: Recording): void;
}

/** `ending`: the close is on its way to the disk. `ended`: it is there. */
export type RecordingState = "open" | "ending" | "ended";

/** A microtask once a frame: `queueMicrotask` makes itself a resource each time. */
const AFTER_THIS = Promise.resolve();

const NOTHING: SessionCounts = { messages: 0, frames: 0, marks: 0, refused: 0 };

/** One session from its start to its end, over any number of connections. It is the only writer of its part of the log. */
export class Recording {
  readonly episodeId: string;
  readonly quality: SessionQuality;
  readonly held: HeldQueue;
  /** Who sends now. */
  feed: Feed | null = null;
  state: RecordingState = "open";
  closeReason: string | null = null;
  /** Monotonic milliseconds of the last disconnect; null while connected. */
  cutOffAt: number | null;
  /** Server time, seconds since 1970. */
  lastMessageAt: number | null = null;
  endedAt: number | null = null;
  /** The largest plausible time of a message, seconds from the start. */
  lastTime = 0;
  /** Bytes taken since the worker was last asked to seal. */
  bytesToSeal = 0;
  /** Raised whenever rows should follow; whoever writes them remembers what it has written. */
  version = 1;
  /** As `version`, of what is known of topics. */
  topicsVersion = 1;

  readonly #with: RecordingDependencies;
  readonly #topics = new TopicTable();
  readonly #logTopics = new Map<string, { declaration: TopicDeclaration; logTopic: LogTopic }>();
  readonly #gate: SequenceGate;
  #meta: RecordingMeta;
  #describeDue = false;
  #flushDue = false;
  #durableNextSeq: number;
  #builder: BatchBuilder | null = null;
  #finalCounts: SessionCounts | null = null;
  readonly #batches: BatchOwner = {
    append: (batch, done) => this.#with.log.appendItems(this.episodeId, batch, done),
    durable: ({ firstSeq, items }, receivedAt) => {
      const { clock } = this.#with;
      this.#durableNextSeq = firstSeq + items.length;
      this.quality.acked((clock.monotonic() - receivedAt) / 1_000, clock.now());
      this.version++;
      this.#with.acked(this);
    },
  };

  /** @param nextSeq the number wanted next, of a session that goes on */
  constructor(
    dependencies: RecordingDependencies,
    { episodeId, meta, nextSeq }: { episodeId: string; meta: RecordingMeta; nextSeq: number },
  ) {
    this.#with = dependencies;
    this.episodeId = episodeId;
    this.#meta = meta;
    this.#gate = new SequenceGate({ wanted: nextSeq });
    this.#durableNextSeq = nextSeq;
    this.cutOffAt = dependencies.clock.monotonic();
    this.quality = new SessionQuality({ startedAt: meta.startedAt, fps: meta.fps });
    if (nextSeq > 1) this.quality.resume(null);
    this.#topics.declare(meta.topics.map(declarationOf));
    this.#sawTopics(this.#topics.declarations);
    this.held = new HeldQueue(
      {
        blocked: (error) => this.feed?.blocked(error),
        freed: () => this.feed?.freed(),
        lost: (error) => dependencies.lost(this, error),
      },
      dependencies.limits.retryMs,
    );
  }

  get meta(): RecordingMeta {
    return this.#meta;
  }

  /** Everything before it is durable. */
  get durableNextSeq(): number {
    return this.#durableNextSeq;
  }

  /** The number wanted next. */
  get wanted(): number {
    return this.#gate.wanted;
  }

  /** Of what is durable. */
  get counts(): SessionCounts {
    return this.#with.log.session(this.episodeId)?.counts ?? this.#finalCounts ?? NOTHING;
  }

  /** It had been closed when the log was opened. */
  wasClosed({ closeReason, counts }: SessionState): void {
    this.state = "ended";
    this.closeReason = closeReason;
    this.#finalCounts = counts;
    this.endedAt = this.#with.clock.now();
  }

  /** Makes the log know the session. */
  open(): void {
    this.#hold({
      bytes: 0,
      append: (done) => this.#with.log.openSession(this.episodeId, JSON.stringify(this.#meta), done),
    });
  }

  /** @throws ProtocolError `topic_redefined`, `too_many_topics`, `too_complex`; nothing is declared then */
  declare(declarations: readonly TopicDeclaration[]): void {
    this.#checkDescription(declarations);
    const fresh = this.#topics.declare(declarations);
    if (fresh.length === 0) return;
    this.#sawTopics(fresh);
    this.#describeDue = true;
  }

  /** Writes down what was declared; a session's first record has its first topics itself. */
  describe(): void {
    if (!this.#describeDue) return;
    this.#describeDue = false;
    this.topicsVersion++;
    this.version++;
    this.#meta = { ...this.#meta, topics: this.#topics.declarations.map(declaredTopicOf) };
    this.#holdDescription();
  }

  /** The gap is told anew to a new connection. */
  reconnected(): void {
    this.#gate.reconnected();
  }

  /**
   * Takes a frame in order. What is wrong with one item is told to the feed.
   * @throws ProtocolError fatal ones; what came before the fault is kept
   */
  take(feed: Feed, frame: DataFrame): void {
    if (this.state !== "open") throw new ProtocolError("unexpected_message", "The session has ended.");
    if (frame.declared.length > 0) this.declare(frame.declared);
    const serverTime = this.#with.clock.now();
    // All frames that one read of the socket brought go into one record.
    if (!this.#flushDue) {
      this.#flushDue = true;
      void AFTER_THIS.then(() => this.#flush());
    }
    for (const item of frame.items) this.#takeItem(feed, item, serverTime);
  }

  /** Ends the session once all that is held is durable. */
  end({ outcome, total_reward, unread }: Pick<SessionEnd, "outcome" | "total_reward" | "unread">): void {
    this.#flush();
    const totalReward = total_reward !== null && Number.isFinite(total_reward) ? total_reward : null;
    this.#meta = { ...this.#meta, outcome, totalReward, ...(unread === undefined ? {} : { unread }) };
    this.#holdDescription();
    this.close("session_end");
  }

  close(reason: string): void {
    if (this.state !== "open") return;
    this.#flush();
    this.state = "ending";
    this.closeReason = reason;
    this.#hold({
      bytes: 0,
      append: (done) => this.#with.log.closeSession(this.episodeId, reason, done),
      durable: () => {
        this.#finalCounts = this.counts;
        this.state = "ended";
        this.endedAt = this.#with.clock.now();
        this.#with.ended(this);
      },
    });
  }

  #takeItem(feed: Feed, item: DataItem, serverTime: number): void {
    if (!feed.numbered) return this.#accept(feed, this.#topics.check(item), serverTime, this.#gate.wanted);
    const { seq } = item;
    if (seq === null) return this.#takeUnnumbered(feed, item, serverTime);
    feed.credit.check(seq);
    const checked = seq === this.#gate.wanted ? this.#topics.check(item) : item;
    if (seq === this.#gate.wanted) return this.#accept(feed, checked, serverTime, seq);
    const verdict = this.#gate.offer(seq, contentHash(item));
    if (verdict === "conflict") {
      throw new ProtocolError("conflict", `Message ${seq} came before with other content, which is kept.`);
    }
    if (verdict === "gap") feed.tellGap(this.#gate.wanted);
  }

  #takeUnnumbered(feed: Feed, item: DataItem, serverTime: number): void {
    if (item.type === "message")
      throw new ProtocolError("seq_missing", "Messages of protocol 2 have a `seq`.");
    if (item.type === "refused") return feed.peer.send(serverError(item));
    this.#flush();
    const mark = { ...markOf(item), serverTime };
    this.#hold({ bytes: 64, append: (done) => this.#with.log.appendMark(this.episodeId, mark, done) });
  }

  #accept(feed: Feed, item: DataItem, serverTime: number, seq: number): void {
    this.#gate.offer(seq, feed.numbered ? contentHash(item) : NaN);
    const builder = this.#builderFor(seq);
    if (item.type === "refused") {
      builder.add({ kind: "refused", code: item.code }, 16);
      feed.peer.send(serverError(item));
      return;
    }
    if (item.type === "mark") return builder.add({ kind: "mark", serverTime, mark: markOf(item) }, 64);
    const bytes = 32 + (typeof item.data === "string" ? item.data.length : item.data.byteLength);
    const logTopic = this.#logTopicOf(item);
    const topic = builder.topicIndex(logTopic);
    const { timestamp: t, frame_index } = item;
    builder.add({ kind: "sample", topic, t, serverTime, frame: frame_index ?? -1, values: item.data }, bytes);
    feed.credit.sized(bytes);
    this.lastMessageAt = serverTime;
    if (t > this.lastTime && timestampFlag(t) === null) this.lastTime = t;
    const level = item.data_type === "image" ? (this.#with.light?.see(logTopic, item.data) ?? null) : null;
    this.quality.add(item, serverTime, level);
  }

  #logTopicOf(message: DataMessage): LogTopic {
    const declaration = this.#topics.get(message.topic);
    const known = this.#logTopics.get(message.topic);
    if (known !== undefined && known.declaration === declaration) return known.logTopic;
    if (declaration === undefined) throw new Error("a message was accepted without a topic");
    this.#describeDue = true;
    const logTopic = logTopicOf(declaration);
    this.#logTopics.set(message.topic, { declaration, logTopic });
    return logTopic;
  }

  #builderFor(seq: number): BatchBuilder {
    if (this.#builder !== null && this.#builder.bytes > this.#with.limits.recordBytesMax) this.#flush();
    return (this.#builder ??= new BatchBuilder(seq));
  }

  #flush(): void {
    this.#flushDue = false;
    this.describe();
    const builder = this.#builder;
    if (builder === null) return;
    this.#builder = null;
    this.bytesToSeal += builder.bytes;
    this.version++;
    const receivedAt = this.#with.clock.monotonic();
    this.held.push(new HeldBatch(this.#batches, builder.finish(), { bytes: builder.bytes, receivedAt }));
  }

  #holdDescription(): void {
    const text = JSON.stringify(this.#meta);
    this.#hold({
      bytes: text.length,
      append: (done) => this.#with.log.describeSession(this.episodeId, text, done),
    });
  }

  #hold({
    count = 0,
    bytes,
    append,
    durable,
  }: Partial<HeldOperation> & Pick<HeldOperation, "append" | "bytes">): void {
    this.held.push({
      count,
      bytes,
      append,
      durable: () => {
        durable?.();
        this.version++;
        this.#with.acked(this);
      },
    });
  }

  #sawTopics(declarations: readonly TopicDeclaration[]): void {
    for (const { topic, data_type } of declarations) this.quality.declare(topic, data_type);
  }

  #checkDescription(declarations: readonly TopicDeclaration[]): void {
    if (declarations.length === 0) return;
    const known = JSON.stringify(this.#topics.declarations).length;
    const { describedBytesMax } = this.#with.limits;
    const fresh = declarations.filter(({ topic }) => this.#topics.get(topic)?.names == null);
    if (known + JSON.stringify(fresh).length > describedBytesMax) {
      throw new ProtocolError(
        "too_complex",
        `The topics of a session may have ${describedBytesMax} bytes of description.`,
      );
    }
  }
}

function markOf({ timestamp, kind, text }: Mark): { t: number; kind: string; text: string } {
  return { t: timestamp, kind, text: text ?? "" };
}
