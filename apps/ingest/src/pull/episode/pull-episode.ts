import { randomBytes } from "node:crypto";
import { ProtocolError } from "@retake/protocol/errors";
import type { DataMessage, SessionStart, TopicDeclaration } from "@retake/protocol/messages";
import type { DecodedMessage, DecodedPart } from "../decode/decoded.ts";
import type { PullFeed, PullSink } from "../pull-sink.ts";
import { DeviceClock } from "./device-clock.ts";
import { EpisodeTopics } from "./episode-topics.ts";

export interface PullSourceRow {
  id: string;
  workspaceId: string;
  name: string;
  url: string;
  robotType: string | null;
  task: string | null;
  enabled: boolean;
  sessionId: string | null;
}

export interface EpisodeOptions {
  source: PullSourceRow;
  sink: PullSink;
  /** Whether the source is to be read. */
  setPaused(isPaused: boolean): void;
  /** The recorder knows it now. */
  begun(): void;
  /** The recorder sends it away: it was deleted, or the disk failed. The episode is over. */
  lost(problem: string): void;
}

/** Messages taken at once, so that a burst becomes one record of the log. */
const BATCH_MAX = 256;
/** What waits here while the recording begins; beyond it the source is not read. A server drops what a slow client leaves. */
const WAITING_BYTES_MAX = 16 << 20;
/** About what a message takes beside its values. */
const MESSAGE_BYTES = 200;

/** One recording, over any number of connections to its source. Messages that come before it has begun wait. */
export class PullEpisode {
  readonly sessionId: string;
  readonly #options: EpisodeOptions;
  readonly #topics = new EpisodeTopics();
  readonly #clock = new DeviceClock();
  #feed: PullFeed | null = null;
  #begun = false;
  #over = false;
  #starting: Promise<void> | null = null;
  #declared: TopicDeclaration[] = [];
  #items: DataMessage[] = [];
  #waitingBytes = 0;
  #flushing: NodeJS.Immediate | null = null;
  /** Why the source is not read: the recording begins, or the log is behind. */
  readonly #holds = new Set<"start" | "log">();

  constructor(options: EpisodeOptions) {
    this.#options = options;
    this.sessionId = newSessionId(options.source.name);
  }

  /** Whether the recorder knows it. */
  get hasBegun(): boolean {
    return this.#begun;
  }

  /** @returns what of the message is not recorded, in words */
  add(channelTopic: string, message: DecodedMessage, logNs: bigint): string[] {
    const { t, otherClock } = this.#clock.timeOf(channelTopic, message.stampNs, logNs);
    const notes = [...message.leftOut];
    if (otherClock) notes.push("its header times are of another clock; it is timed by when they came");
    for (const part of message.parts) {
      const placed = this.#topics.place(channelTopic, part);
      if ("refused" in placed) {
        notes.push(part.path === null ? placed.refused : `${part.path}: ${placed.refused}`);
        continue;
      }
      if (placed.declared !== null) this.#declared.push(placed.declared);
      const item = itemOf(placed.topic, t, part, placed.values);
      this.#items.push(item);
      this.#waitingBytes +=
        MESSAGE_BYTES + (typeof item.data === "string" ? item.data.length : item.data.byteLength);
    }
    this.#schedule();
    return notes;
  }

  /** The source is gone; the recording waits for it. */
  detach(): void {
    this.#flush();
    this.#feed?.detach();
    this.#feed = null;
    this.#holds.delete("log");
  }

  /** Ends it, also when its source is gone. Settles when the recorder has been told. */
  async end(): Promise<void> {
    if (this.#over) return;
    if (this.#begun || this.#items.length > 0) {
      await this.#attach();
      this.#flush();
      this.#over = true;
      endFeed(this.#feed);
    }
    this.#over = true;
    this.#feed = null;
  }

  #schedule(): void {
    if (this.#items.length === 0 || this.#over) return;
    if (this.#feed === null) {
      if (this.#waitingBytes > WAITING_BYTES_MAX) this.#hold("start", true);
      return void this.#attach();
    }
    if (this.#items.length >= BATCH_MAX) return this.#flush();
    this.#flushing ??= setImmediate(() => this.#flush());
  }

  #flush(): void {
    if (this.#flushing !== null) clearImmediate(this.#flushing);
    this.#flushing = null;
    if (this.#feed === null || this.#items.length === 0) return;
    const frame = { type: "data" as const, declared: this.#declared, items: this.#items };
    this.#declared = [];
    this.#items = [];
    this.#waitingBytes = 0;
    try {
      this.#feed.take(frame);
    } catch (thrown) {
      this.#lose(thrown instanceof ProtocolError ? thrown.message : "The recording failed.");
    }
  }

  #attach(): Promise<void> {
    if (this.#feed !== null || this.#over) return Promise.resolve();
    return (this.#starting ??= this.#start().finally(() => (this.#starting = null)));
  }

  async #start(): Promise<void> {
    const { source, sink } = this.#options;
    try {
      const feed = await sink.start({
        owner: { workspaceId: source.workspaceId, tokenId: null, name: source.name },
        start: this.#sessionStart(),
        peer: {
          send: () => undefined,
          fail: (error) => this.#lose(error.message),
          close: () => this.#lose("The recording has ended."),
          pause: () => this.#hold("log", true),
          resume: () => this.#hold("log", false),
        },
      });
      if (feed === null) return this.#lose("The recording has ended.");
      this.#begun = true;
      this.#feed = feed;
      this.#options.begun();
      this.#flush();
    } catch (thrown) {
      this.#lose(thrown instanceof Error ? thrown.message : "The recording could not begin.");
    } finally {
      this.#hold("start", false);
    }
  }

  #hold(reason: "start" | "log", isHeld: boolean): void {
    if (isHeld) this.#holds.add(reason);
    else this.#holds.delete(reason);
    this.#options.setPaused(this.#holds.size > 0);
  }

  #lose(problem: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#feed?.detach();
    this.#feed = null;
    this.#options.lost(problem);
  }

  #sessionStart(): SessionStart {
    const { source } = this.#options;
    return {
      type: "session_start",
      session_id: this.sessionId,
      robot_type: source.robotType,
      fps: null,
      topics: this.#topics.declarations,
      task: source.task,
      operator: null,
      // Nothing is sent again by a source: what is not stored when this process dies is gone, as in protocol 1.
      protocol: 1,
      resume: this.#begun,
      token: null,
    };
  }
}

/** Ends a recording as its robot would. */
export function endFeed(feed: PullFeed | null): void {
  try {
    feed?.end({ type: "session_end", outcome: null, total_reward: null, last_seq: null });
  } catch {
    // It had ended, or its disk failed: the recorder has told its log.
    feed?.detach();
  }
}

function itemOf(
  topic: string,
  timestamp: number,
  part: DecodedPart,
  values: Float64Array | null,
): DataMessage {
  const head = { type: "message" as const, seq: null, topic, timestamp, frame_index: null };
  if (part.kind === "text") return { ...head, data_type: "string", data: part.text };
  if (part.kind === "image") return { ...head, data_type: "image", data: part.bytes };
  return { ...head, data_type: "float64[]", data: values ?? part.values };
}

/** `kitchen-arm-20261122T130808-4f2a`, unique in its workspace but for chance. */
function newSessionId(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  const at = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
  return `${slug === "" ? "robot" : slug}-${at}-${randomBytes(2).toString("hex")}`;
}
