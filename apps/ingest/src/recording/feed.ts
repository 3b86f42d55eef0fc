import type { AppError } from "@retake/core/errors";
import { ProtocolError } from "@retake/protocol/errors";
import type { DataFrame, SessionEnd } from "@retake/protocol/messages";
import { serverError } from "@retake/protocol/text";
import { CreditWindow } from "./credit-window.ts";
import type { RecordingLimits } from "./limits.ts";
import type { Peer } from "./peer.ts";
import type { Recording } from "./recording.ts";

export interface FeedOptions {
  recording: Recording;
  peer: Peer;
  protocol: 1 | 2;
  limits: RecordingLimits;
  /** Memory that what it sends may take: less, the more send; 0 while the disk does not keep up. */
  roomBytes(): number;
  /** Monotonic milliseconds. */
  now(): number;
  detached(feed: Feed): void;
}

/** What one connection sends into its recording, and what it is told. Without effect once another has taken over. */
export class Feed {
  readonly recording: Recording;
  readonly peer: Peer;
  readonly credit: CreditWindow;
  /** Whether its messages bring their numbers; those of others are numbered here. */
  readonly numbered: boolean;
  readonly #options: FeedOptions;
  #started = false;
  #toldAck = 0;
  #toldFull = false;
  #slowed = false;
  #paused = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.recording = options.recording;
    this.peer = options.peer;
    this.numbered = options.protocol === 2;
    this.credit = new CreditWindow(options.limits);
    const { refused } = this.recording.held;
    if (refused !== null) this.blocked(refused);
  }

  /** Whether it is the one that sends: false after `detach`, and when another has taken over. */
  get attached(): boolean {
    return this.recording.feed === this;
  }

  /** All that came before is durable: a robot of protocol 2 may send. */
  started(): void {
    if (!this.attached || !this.numbered) return;
    this.#started = true;
    this.recording.reconnected();
    const resume_from = this.recording.durableNextSeq;
    this.#toldAck = resume_from - 1;
    this.peer.send({
      type: "session_started",
      session_id: this.recording.meta.sessionId,
      resume_from,
      credit: this.#grant(this.#toldAck),
    });
  }

  /** @throws ProtocolError fatal ones: the caller tells its robot and detaches */
  take(frame: DataFrame): void {
    if (!this.attached) return;
    this.recording.take(this, frame);
    this.#regulate();
  }

  /** @throws ProtocolError */
  end(end: SessionEnd): void {
    if (!this.attached || this.recording.state !== "open") return;
    const { wanted } = this.recording;
    if (this.numbered && end.last_seq !== null && end.last_seq >= wanted) return this.tellGap(wanted);
    this.recording.end(end);
  }

  /** The connection is gone; the recording waits for the next one. */
  detach(): void {
    if (this.attached) this.#options.detached(this);
  }

  /** Tells what has become durable. */
  ack(): void {
    if (!this.attached) return;
    this.#regulate();
    const seq = this.recording.durableNextSeq - 1;
    if (!this.#started || seq <= this.#toldAck) return;
    this.#toldAck = seq;
    this.peer.send({ type: "ack", seq, credit: this.#grant(seq) });
  }

  #grant(acked: number): number {
    const options = this.#options;
    return this.credit.grant({ acked, now: options.now(), roomBytes: options.roomBytes() });
  }

  tellEnded(): void {
    const { messages, frames, refused } = this.recording.counts;
    const { sessionId } = this.recording.meta;
    if (this.numbered) {
      this.peer.send({ type: "session_ended", session_id: sessionId, messages, frames, dropped: refused });
    }
    this.peer.close(1000, "the session has ended");
  }

  tellGap(wanted: number): void {
    const error = new ProtocolError("gap", `Message ${wanted} has not come yet; send again from it.`);
    this.peer.send(serverError(error, wanted));
  }

  blocked(error: AppError): void {
    if (error.code !== "storage_full" || this.#toldFull) return;
    this.#toldFull = true;
    this.peer.send(serverError(new ProtocolError("storage_full", error.message)));
  }

  freed(): void {
    this.#toldFull = false;
  }

  /** Slows down who cannot be slowed by credit, and stops reading when too much is held. */
  #regulate(): void {
    const { limits } = this.#options;
    const { count, bytes } = this.recording.held;
    if (!this.numbered) this.#advise(count);
    const queuedMax = this.numbered ? Infinity : limits.queuedMax;
    if (!this.#paused && (bytes > limits.heldBytesMax || count > queuedMax)) {
      this.#paused = true;
      this.peer.pause();
    } else if (this.#paused && bytes < limits.heldBytesMax / 2 && count < queuedMax / 2) {
      this.#paused = false;
      this.peer.resume();
    }
  }

  #advise(queued: number): void {
    const { queuedHigh, queuedLow } = this.#options.limits;
    if (!this.#slowed && queued > queuedHigh) this.#slowed = true;
    else if (this.#slowed && queued < queuedLow) this.#slowed = false;
    else return;
    this.peer.send({ type: "backpressure", action: this.#slowed ? "slow_down" : "resume", queued });
  }
}
