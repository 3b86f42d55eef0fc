import {
  LIVE_FIGURES,
  type LiveClockFigures,
  type LiveFigures,
  type LiveTopicFigures,
} from "@retake/core/live-figures";
import type { DataMessage, DataType } from "@retake/protocol/messages";
import { CameraQuality } from "./camera-quality.ts";
import { ClockEstimate } from "./clock.ts";
import { cameraLamp, type Judgement, topicLamp } from "./lamps.ts";
import { pictureFingerprint } from "./picture-fingerprint.ts";
import { qualityWarnings, type QualityWarning } from "./quality-warnings.ts";
import { RateWindow } from "./rate-window.ts";
import { roundTo } from "./round.ts";
import { TopicQuality, type TopicSnapshot } from "./topic-quality.ts";
import type { TimingSnapshot } from "./topic-timing.ts";

/** All sparks together: 20 topics stay below 8 KB. */
const SPARK_VALUES_MAX = 480;

/** All figures of one recording. Constant work for each accepted message; {@link SessionQuality.figures} once a second. */
export class SessionQuality {
  readonly #topics = new Map<string, TopicQuality | CameraQuality>();
  readonly #kinds = new Map<string, LiveTopicFigures["kind"]>();
  readonly #fps: number | null;
  readonly #clock: ClockEstimate;
  readonly #messages = new RateWindow();
  readonly #bytes = new RateWindow();
  /** The slowest ack of each second; older ones than the window are dropped. */
  #lags: { at: number; seconds: number }[] = [];

  /**
   * @param startedAt server time of the session's start, seconds since 1970
   * @param fps what the session says of itself
   */
  constructor({ startedAt, fps }: { startedAt: number; fps: number | null }) {
    this.#fps = fps;
    this.#clock = new ClockEstimate(startedAt);
  }

  /** Goes on with a session that was recorded before. @param known what was shown of its clock; null: nothing is known */
  resume(known: LiveClockFigures | null): void {
    this.#clock.resume(known);
  }

  /** So that a topic of which nothing comes is seen. */
  declare(topic: string, dataType: DataType): void {
    if (!this.#topics.has(topic)) this.#open(topic, dataType);
  }

  /**
   * An accepted message, in the order of the numbers.
   * @param luminance mean of the picture, 0 to 255, when somebody has looked
   */
  add(message: DataMessage, serverTime: number, luminance: number | null = null): void {
    const { topic, timestamp: t } = message;
    const quality = this.#topics.get(topic) ?? this.#open(topic, message.data_type);
    this.#messages.add(serverTime);
    const jumpS = this.#clock.add(t, serverTime);
    if (jumpS !== null) {
      for (const each of this.#topics.values()) each.timing.clockJumped(jumpS, serverTime);
    }
    if (typeof message.data === "string") {
      this.#bytes.add(serverTime, message.data.length);
      if (quality instanceof TopicQuality) quality.add(t, serverTime, null);
      return;
    }
    this.#bytes.add(serverTime, message.data.byteLength);
    if (quality instanceof CameraQuality) {
      if (message.data_type === "image")
        quality.add(t, serverTime, pictureFingerprint(message.data), luminance);
    } else if (message.data_type !== "image") quality.add(t, serverTime, message.data);
  }

  /** @param lagS from reading a message off the socket to its ack */
  acked(lagS: number, serverTime: number): void {
    const latest = this.#lags.at(-1);
    if (latest !== undefined && serverTime - latest.at < 1) latest.seconds = Math.max(latest.seconds, lagS);
    else this.#lags.push({ at: serverTime, seconds: lagS });
    if (this.#lags.length > LIVE_FIGURES.windowS) this.#lags.shift();
  }

  figures(now: number): LiveFigures {
    const lags = this.#lags.filter(({ at }) => now - at < LIVE_FIGURES.windowS);
    const lagS = lags.length === 0 ? null : Math.max(...lags.map(({ seconds }) => seconds));
    const sparks = Math.floor(SPARK_VALUES_MAX / Math.max(1, this.#topics.size));
    return {
      rateHz: roundTo(this.#messages.rate(now), 4),
      bytesPerS: Math.round(this.#bytes.rate(now)),
      lagMs: lagS === null ? null : roundTo(lagS * 1_000, 3),
      clock: this.#clock.snapshot(),
      topics: [...this.#topics].map(([name, quality]) => this.#topicFigures(name, quality, now, sparks)),
      updatedAt: Math.round(now * 1_000) / 1_000,
    };
  }

  /** What is to be said of the whole recording, for the episode. */
  warnings(now: number): QualityWarning[] {
    const clock: LiveClockFigures = this.#clock.snapshot();
    const topics = [...this.#topics].map(([name, quality]) => ({ name, ...quality.snapshot(now) }));
    return qualityWarnings(clock, topics);
  }

  #topicFigures(
    name: string,
    quality: TopicQuality | CameraQuality,
    now: number,
    sparks: number,
  ): LiveTopicFigures {
    const kind = this.#kinds.get(name) ?? "signal";
    const [snapshot, judged] = judge(quality, now);
    return {
      name,
      kind,
      rateHz: roundTo(snapshot.rateHz, 3),
      meantHz: snapshot.meantHz === null ? null : roundTo(snapshot.meantHz, 3),
      lastTime: snapshot.lastTime === null ? null : Math.round(snapshot.lastTime * 1_000) / 1_000,
      ...judged,
      spark: kind === "signal" && quality instanceof TopicQuality ? quality.spark.read(sparks) : null,
    };
  }

  #open(topic: string, dataType: DataType): TopicQuality | CameraQuality {
    const declaredHz = this.#fps;
    const quality =
      dataType === "image" ? new CameraQuality({ declaredHz }) : new TopicQuality({ dataType, declaredHz });
    this.#topics.set(topic, quality);
    this.#kinds.set(topic, dataType === "image" ? "camera" : dataType === "string" ? "text" : "signal");
    return quality;
  }
}

function judge(
  quality: TopicQuality | CameraQuality,
  now: number,
): [TimingSnapshot | TopicSnapshot, Judgement] {
  if (quality instanceof CameraQuality) {
    const snapshot = quality.snapshot(now);
    return [snapshot, cameraLamp(snapshot)];
  }
  const snapshot = quality.snapshot(now);
  return [snapshot, topicLamp(snapshot)];
}
