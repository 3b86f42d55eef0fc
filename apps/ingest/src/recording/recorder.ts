import { type AppError, toAppError } from "@retake/core/errors";
import { readRecordingMeta, type RecordingMeta } from "@retake/core/recording-meta";
import { ProtocolError } from "@retake/protocol/errors";
import type { SessionStart } from "@retake/protocol/messages";
import type { SessionLog } from "@retake/telemetry/log";
import { describeError, type Log } from "../log.ts";
import { type Register } from "../register/register.ts";
import { newRowId } from "../register/row-id.ts";
import { AckRound } from "./ack-round.ts";
import { systemClock, type Clock } from "./clock.ts";
import { Feed } from "./feed.ts";
import type { Light } from "./light.ts";
import { INGEST_LIMITS, type RecordingLimits } from "./limits.ts";
import { declaredTopicOf } from "./log-topic.ts";
import type { Peer, RecordingOwner } from "./peer.ts";
import { Recording, type RecordingDependencies } from "./recording.ts";
import { Turns } from "./turns.ts";

export interface RecorderOptions {
  log: SessionLog;
  register: Pick<Register, "find" | "begin">;
  report: Log;
  clock?: Clock;
  limits?: RecordingLimits;
  light?: Pick<Light, "see"> | null;
  /** Another process writes the log now: this one has to end. */
  leaseLost(error: AppError): void;
  /** A recording has begun, ended, or changed hands: rows should follow at once. */
  stateChanged?(recording: Recording): void;
  /** Settles, and never rejects, when the rows say what is true now, or when that takes too long. */
  rowsWritten?(): Promise<void>;
}

export interface StartRequest {
  owner: RecordingOwner;
  start: SessionStart;
  peer: Peer;
}

export interface Recorder {
  /**
   * Begins or resumes a session. The feed may send at once in protocol 1; in protocol 2 when `session_started` has been told.
   * @returns null when the session had ended: that has been answered, and the peer closed
   * @throws ProtocolError `session_exists`, `topic_redefined`, `too_many_topics`, `too_complex`, `too_many_sessions`; `internal` while
   * the register is away
   */
  start(request: StartRequest): Promise<Feed | null>;
  /** All that the log holds, ended ones too. */
  recordings(): Recording[];
  /** Closes what has been cut off for too long, and forgets what the log has. */
  sweep(): void;
  /** The episode was deleted: its robot is sent away, and nothing of it is kept. */
  discard(recording: Recording): void;
  /** Takes no more sessions, and settles when all that was accepted is durable or `signal` aborts. */
  drain(signal: AbortSignal): Promise<void>;
}

/** Why a session of the log has no rows, nor shall get any. */
export const UNREGISTERED_REASONS: readonly string[] = ["deleted", "name taken"];

/** The only way into the log. Sockets, or what pulls from elsewhere, bring whoever sends. */
export function createRecorder(options: RecorderOptions): Recorder {
  return new LogRecorder(options);
}

class LogRecorder implements Recorder {
  readonly #options: RecorderOptions;
  readonly #clock: Clock;
  readonly #limits: RecordingLimits;
  readonly #recordings = new Map<string, Recording>();
  readonly #turns = new Turns();
  readonly #acks = new AckRound();
  readonly #dependencies: RecordingDependencies;
  #draining = false;
  /** Recordings that somebody sends to. */
  #connected = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#limits = options.limits ?? INGEST_LIMITS;
    this.#dependencies = {
      log: options.log,
      clock: this.#clock,
      limits: this.#limits,
      light: options.light ?? null,
      acked: (recording) => this.#acks.add(recording),
      lost: (recording, error) => this.#lost(recording, error),
      ended: (recording) => this.#ended(recording),
    };
    for (const { session } of options.log.sessions()) this.#adopt(session);
  }

  async start(request: StartRequest): Promise<Feed | null> {
    const { owner, start } = request;
    if (this.#draining) throw new ProtocolError("internal", "The server goes away; come back and resume.");
    const key = keyOf(owner.workspaceId, start.session_id);
    return this.#turns.take(key, async () => {
      const recording = this.#recordings.get(key);
      try {
        return recording === undefined
          ? await this.#startUnknown(request)
          : await this.#startKnown(recording, request);
      } catch (thrown) {
        throw this.#asProtocolError(thrown);
      }
    });
  }

  recordings(): Recording[] {
    return [...this.#recordings.values()];
  }

  sweep(): void {
    const now = this.#clock.monotonic();
    for (const [key, recording] of this.#recordings) {
      const { state, cutOffAt, episodeId } = recording;
      if (state === "open" && cutOffAt !== null && now - cutOffAt >= this.#limits.graceMs)
        recording.close("cut off");
      if (state === "ended" && this.#options.log.session(episodeId) === null) this.#recordings.delete(key);
    }
  }

  discard(recording: Recording): void {
    recording.feed?.peer.fail(new ProtocolError("session_exists", "This episode has been deleted."));
    recording.feed?.detach();
    recording.close("deleted");
  }

  async drain(signal: AbortSignal): Promise<void> {
    this.#draining = true;
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await Promise.race([aborted, Promise.all(this.recordings().map(({ held }) => held.drained()))]);
    for (const { held } of this.recordings()) held.close();
  }

  async #startKnown(recording: Recording, { owner, start, peer }: StartRequest): Promise<Feed | null> {
    if (!start.resume) throw sessionExists(start.session_id);
    if (recording.state === "ending") await recording.held.drained();
    if (recording.state !== "open") {
      const { messages, frames, refused } = recording.counts;
      answerEnded(peer, start, { messages, frames, dropped: refused });
      return null;
    }
    if (recording.feed === null) this.#checkConnected(owner);
    recording.declare(start.topics);
    recording.describe();
    const older = recording.feed;
    older?.peer.fail(new ProtocolError("superseded", "Another connection has resumed this session."));
    return this.#attach(recording, start, peer);
  }

  async #startUnknown(request: StartRequest): Promise<Feed | null> {
    const { owner, start, peer } = request;
    const known = await this.#options.register.find(owner.workspaceId, start.session_id);
    if (known === null) return this.#begin(request, newRowId());
    if (!start.resume || known.source === "import") throw sessionExists(start.session_id);
    if (known.ended) {
      answerEnded(peer, start, known);
      return null;
    }
    const adopted = this.#adopt(known.episodeId);
    if (adopted !== null) return this.#startKnown(adopted, request);
    // Its log is gone, or another machine's: to begin anew would number other messages alike.
    if (known.nextSeq > 1) throw sessionExists(start.session_id);
    this.#checkConnected(owner);
    return this.#open(request, known.episodeId, metaOf(request, this.#clock.now()));
  }

  async #begin(request: StartRequest, episodeId: string): Promise<Feed> {
    const { owner, start } = request;
    this.#checkConnected(owner);
    const open = this.recordings().filter(
      ({ state, meta }) => state === "open" && meta.tokenId === owner.tokenId,
    );
    if (open.length >= this.#limits.openPerTokenMax) throw tooManySessions(this.#limits.openPerTokenMax);
    const meta = metaOf(request, this.#clock.now());
    // Whether its topics fit is asked before there is a row of it.
    new Recording(this.#dependencies, { episodeId, meta: { ...meta, topics: [] }, nextSeq: 1 }).declare(
      start.topics,
    );
    const registered = await this.#options.register.begin(episodeId, meta, owner.name);
    if (registered === null) throw sessionExists(start.session_id);
    return this.#open(request, episodeId, registered);
  }

  #open({ owner, start, peer }: StartRequest, episodeId: string, meta: RecordingMeta): Feed {
    const recording = new Recording(this.#dependencies, { episodeId, meta, nextSeq: 1 });
    this.#recordings.set(keyOf(owner.workspaceId, start.session_id), recording);
    const feed = this.#attach(recording, start, peer);
    recording.open();
    return feed;
  }

  #attach(recording: Recording, { protocol }: SessionStart, peer: Peer): Feed {
    const feed = new Feed({
      recording,
      peer,
      protocol,
      limits: this.#limits,
      roomBytes: () => this.#roomBytes(),
      now: () => this.#clock.monotonic(),
      detached: () => {
        recording.feed = null;
        recording.cutOffAt = this.#clock.monotonic();
        this.#changed(recording);
      },
    });
    recording.feed = feed;
    recording.cutOffAt = null;
    this.#changed(recording);
    // A turn later: whoever asked has its feed by then.
    setImmediate(() => void recording.held.drained().then(() => feed.started()));
    return feed;
  }

  /** Takes up what the log has of a session: at start, and when a fault has put it aside. */
  #adopt(episodeId: string): Recording | null {
    const state = this.#options.log.session(episodeId);
    if (state === null) return null;
    try {
      const meta = readRecordingMeta(state.meta);
      const recording = new Recording(this.#dependencies, { episodeId, meta, nextSeq: state.nextSeq });
      if (!state.open) recording.wasClosed(state);
      this.#recordings.set(keyOf(meta.workspaceId, meta.sessionId), recording);
      return recording;
    } catch (error) {
      this.#options.report.error("session not understood", { episode: episodeId, ...describeError(error) });
      return null;
    }
  }

  #ended(recording: Recording): void {
    const { feed } = recording;
    feed?.ack();
    recording.feed = null;
    this.#changed(recording);
    if (feed !== null) void this.#tellEnded(feed);
  }

  /** Whoever is told looks at the register next. */
  async #tellEnded(feed: Feed): Promise<void> {
    await this.#options.rowsWritten?.();
    feed.tellEnded();
  }

  #lost(recording: Recording, error: AppError): void {
    const { feed, episodeId, meta } = recording;
    this.#options.report.error("recording stopped", { episode: episodeId, ...describeError(error) });
    recording.feed = null;
    feed?.peer.fail(
      new ProtocolError("storage_failed", "What is not acknowledged is not kept; come back and resume."),
    );
    if (error.code === "conflict") return this.#options.leaseLost(error);
    this.#recordings.delete(keyOf(meta.workspaceId, meta.sessionId));
  }

  #changed(recording: Recording): void {
    recording.version++;
    this.#connected = this.recordings().filter(({ feed }) => feed !== null).length;
    this.#options.stateChanged?.(recording);
  }

  /** For one of those that send now. None while the disk does not keep up. */
  #roomBytes(): number {
    const { heldBytesMax, heldBytesAllMax } = this.#limits;
    if (this.#options.log.waitingBytes > heldBytesAllMax / 4) return 0;
    return Math.min(heldBytesMax, heldBytesAllMax / Math.max(1, this.#connected)) / 2;
  }

  #checkConnected({ tokenId }: RecordingOwner): void {
    const connected = this.recordings().filter(
      ({ feed, meta }) => feed !== null && meta.tokenId === tokenId,
    ).length;
    if (connected >= this.#limits.connectedPerTokenMax)
      throw tooManySessions(this.#limits.connectedPerTokenMax);
  }

  #asProtocolError(thrown: unknown): ProtocolError {
    if (thrown instanceof ProtocolError) return thrown;
    const { code } = toAppError(thrown);
    this.#options.report.warn("session not started", describeError(thrown));
    const why =
      code === "internal" ? "Something failed on the server" : "The register cannot be reached right now";
    return new ProtocolError("internal", `${why}; come back and resume.`, { cause: thrown });
  }
}

function keyOf(workspaceId: string, sessionId: string): string {
  return `${workspaceId}/${sessionId}`;
}

function metaOf({ owner, start }: StartRequest, startedAt: number): RecordingMeta {
  const { session_id, protocol, robot_type, fps, task, operator, topics } = start;
  return {
    workspaceId: owner.workspaceId,
    sessionId: session_id,
    protocol,
    robotType: robot_type,
    fps,
    task,
    operator,
    tokenId: owner.tokenId,
    robotId: null,
    startedAt,
    topics: topics.map(declaredTopicOf),
    outcome: null,
    totalReward: null,
  };
}

function answerEnded(
  peer: Peer,
  { session_id, protocol }: SessionStart,
  { messages, frames, dropped }: { messages: number; frames: number; dropped: number },
): void {
  if (protocol === 2) peer.send({ type: "session_ended", session_id, messages, frames, dropped });
  peer.close(1000, "the session has ended");
}

function sessionExists(sessionId: string): ProtocolError {
  return new ProtocolError("session_exists", `There is an episode ${sessionId} already.`);
}

function tooManySessions(max: number): ProtocolError {
  return new ProtocolError("too_many_sessions", `A token may have ${max} sessions at once.`);
}
