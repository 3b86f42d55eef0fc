import { checkPullUrl, type PullRules } from "@retake/core/pull-address";
import { AppError } from "@retake/core/errors";
import { ChannelBook } from "./channel-book.ts";
import { PullEpisode, type PullSourceRow } from "./episode/pull-episode.ts";
import type { DecodedMessage } from "./decode/decoded.ts";
import type { Channel } from "./foxglove/channel.ts";
import { connectFoxglove, type FoxgloveConnection, type FoxgloveEars } from "./foxglove/connect-foxglove.ts";
import type { PullSink } from "./pull-sink.ts";

export type PullState = "idle" | "connecting" | "recording" | "failed";

/** What a source does now, for its row. */
export interface PullStatus {
  state: PullState;
  problem: string | null;
  sessionId: string | null;
}

export interface PullTimes {
  /** Pause before the first new try; it doubles up to the most, and is cut by chance to between a half and the whole. */
  retryMsMin: number;
  retryMsMax: number;
  /** A source that is back by then goes on with its episode. */
  graceMs: number;
}

export const PULL_TIMES: PullTimes = { retryMsMin: 1_000, retryMsMax: 30_000, graceMs: 60_000 };

export interface PullRunnerOptions {
  source: PullSourceRow;
  rules: PullRules;
  sink: PullSink;
  times: PullTimes;
  /** Called whenever {@link PullRunner.status} may have changed: also very often. */
  changed(): void;
}

const LINES_MAX = 12;

/** Records one source for as long as it runs: connects, again after each loss, and keeps one episode per run of the robot's program. */
export class PullRunner {
  readonly #options: PullRunnerOptions;
  readonly #book = { channels: new ChannelBook() };
  #connection: FoxgloveConnection | null = null;
  #episode: PullEpisode | null = null;
  /** Of the server whose messages the episode holds. */
  #episodeServer: string | null = null;
  #server: string | null = null;
  #state: PullState = "connecting";
  #failure: string | null = null;
  #complaint: string | null = null;
  #tries = 0;
  #retry: NodeJS.Timeout | null = null;
  #grace: NodeJS.Timeout | null = null;
  #endings: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: PullRunnerOptions) {
    this.#options = options;
  }

  get status(): PullStatus {
    const isWaiting = this.#state === "recording" && this.#episode === null;
    return {
      state: isWaiting ? "connecting" : this.#state,
      problem: this.#words(),
      sessionId: this.#episode?.hasBegun === true ? this.#episode.sessionId : null,
    };
  }

  start(): void {
    if (this.#stopped) return;
    const { source, rules } = this.#options;
    this.#retry = null;
    if (this.#failure === null) this.#state = "connecting";
    try {
      const target = checkPullUrl(source.url, rules);
      this.#connection = connectFoxglove(target, rules, this.#ears());
    } catch (thrown) {
      this.#failed(thrown instanceof AppError ? thrown.message : "The connection failed.");
    }
    this.#options.changed();
  }

  /** Ends the episode now; the next message begins another. */
  cut(): void {
    this.#endEpisode();
  }

  /** Ends everything, and settles when the recorder has been told. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#connection?.close();
    this.#connection = null;
    this.#endEpisode();
    await this.#endings;
  }

  #ears(): FoxgloveEars {
    this.#book.channels = new ChannelBook();
    this.#server = null;
    this.#complaint = null;
    return {
      info: ({ sessionId }) => this.#introduced(sessionId),
      offered: (channels) => this.#offered(channels),
      withdrawn: (ids) => {
        this.#book.channels.withdraw(ids);
        this.#options.changed();
      },
      data: (channelId, logNs, payload) => this.#received(channelId, logNs, payload),
      complaint: (words) => {
        this.#complaint = words;
        this.#options.changed();
      },
      closed: (problem) => {
        this.#connection = null;
        if (problem !== null) this.#failed(problem);
      },
    };
  }

  #introduced(server: string | null): void {
    this.#server = server;
    this.#failure = null;
    this.#state = "recording";
    // The robot's program was started anew: what comes now is another run.
    if (server !== null && this.#episodeServer !== null && server !== this.#episodeServer) this.#endEpisode();
    this.#options.changed();
  }

  #offered(channels: readonly Channel[]): void {
    this.#connection?.subscribe(this.#book.channels.offer(channels));
    this.#options.changed();
  }

  #received(channelId: number, logNs: bigint, payload: Uint8Array): void {
    const decoded = this.#book.channels.decode(channelId, payload);
    this.#options.changed();
    if (decoded === null) return;
    const { topic, message } = decoded;
    const notes = message.parts.length === 0 ? message.leftOut : this.#record(topic, message, logNs);
    for (const note of notes) this.#book.channels.note(channelId, note);
  }

  #record(topic: string, message: DecodedMessage, logNs: bigint): string[] {
    const episode = (this.#episode ??= this.#newEpisode());
    if (this.#grace !== null) clearTimeout(this.#grace);
    this.#grace = null;
    // Only what is heard proves that the source works: a server that accepts and breaks at once is asked ever more rarely.
    this.#tries = 0;
    return episode.add(topic, message, logNs);
  }

  #newEpisode(): PullEpisode {
    this.#episodeServer = this.#server;
    const episode: PullEpisode = new PullEpisode({
      source: this.#options.source,
      sink: this.#options.sink,
      setPaused: (isPaused) => {
        if (isPaused) this.#connection?.pause();
        else this.#connection?.resume();
      },
      begun: () => this.#options.changed(),
      lost: (problem) => {
        if (this.#episode === episode) this.#episode = null;
        this.#connection?.close();
        this.#connection = null;
        this.#failed(problem);
      },
    });
    return episode;
  }

  #failed(problem: string): void {
    if (this.#stopped) return;
    this.#failure = problem;
    this.#state = "failed";
    const { times } = this.#options;
    if (this.#episode !== null) {
      this.#episode.detach();
      this.#grace ??= setTimeout(() => this.#endEpisode(), times.graceMs);
    }
    const pause = Math.min(times.retryMsMax, times.retryMsMin * 2 ** Math.min(this.#tries++, 16));
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.start(), pause * (0.5 + Math.random() / 2));
    this.#options.changed();
  }

  #endEpisode(): void {
    if (this.#grace !== null) clearTimeout(this.#grace);
    this.#grace = null;
    const episode = this.#episode;
    this.#episode = null;
    if (episode !== null) this.#endings = Promise.all([this.#endings, episode.end()]).then(() => undefined);
    this.#options.changed();
  }

  #words(): string | null {
    const { channels } = this.#book;
    if (this.#failure !== null) return this.#failure;
    if (this.#state !== "recording") return null;
    const lines = channels.lines();
    const more = lines.length > LINES_MAX ? [`And ${lines.length - LINES_MAX} more channels.`] : [];
    const what =
      this.#episode === null
        ? `Connected; ${channels.recorded} of ${channels.offered} channels can be recorded. Nothing has come yet.`
        : `Records ${channels.recorded} of ${channels.offered} channels.`;
    const complaint = this.#complaint === null ? [] : [`The source says: ${this.#complaint}`];
    return [what, ...complaint, ...lines.slice(0, LINES_MAX), ...more].join("\n").slice(0, 4_000);
  }
}
