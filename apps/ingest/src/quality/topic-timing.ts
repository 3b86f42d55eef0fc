import { timestampFlag } from "@retake/protocol/timestamp";
import { IntervalStats } from "./interval-stats.ts";
import { RateWindow } from "./rate-window.ts";

/** A pause of so many periods is a gap: one lost message of a jittery topic is not yet one. */
const GAP_PERIODS = 2.5;
/** A declared rate is taken for that of a topic whose own lies in this share of it; a session has topics of many rates. */
const DECLARED_SHARE_MIN = 0.5;
const DECLARED_SHARE_MAX = 1.25;
/** A topic that has become so much faster has begun to run as meant. */
const FASTER_SHARE = 1.2;

/** Of a jump ahead, what is seen of it as a pause at least: the delays of a network take from its estimate. */
const JUMP_SHARE_MIN = 0.9;

export interface TimingSnapshot {
  messages: number;
  rateHz: number;
  /** Seconds that the rate stands for: shorter than the window at the begin. */
  rateSpanS: number;
  meantHz: number | null;
  /** By the server's clock, seconds since the last message; null: none yet. */
  silentS: number | null;
  lastTime: number | null;
  /** Of the messages so far. */
  gaps: number;
  /** The longest gap of the last window, seconds; 0: none. */
  recentGapS: number;
  outOfOrder: number;
  recentOutOfOrder: number;
  /** What 95 % of the intervals stray from their median at most, seconds; null: too few, or not a regular topic. */
  jitterS: number | null;
}

/** How regularly one topic comes. Rates are what arrives; gaps, order and jitter are what is recorded, by the robot's clock. */
export class TopicTiming {
  readonly #declaredHz: number | null;
  readonly #rate = new RateWindow();
  readonly #intervals = new IntervalStats();
  #recentGaps = new RateWindow();
  readonly #recentOutOfOrder = new RateWindow();
  #meantHz: number | null = null;
  #messages = 0;
  #lastServer: number | null = null;
  #lastTime: number | null = null;
  #latest = Number.NEGATIVE_INFINITY;
  #gaps = 0;
  #gapS = 0;
  #outOfOrder = 0;

  /** @param declaredHz what the session says of its frames; null: nothing */
  constructor(declaredHz: number | null) {
    this.#declaredHz = declaredHz;
  }

  /** @returns seconds since the topic's latest message by the robot's clock; null: the first, out of order or an odd time */
  add(t: number, serverTime: number): number | null {
    this.#messages++;
    this.#rate.add(serverTime);
    this.#lastServer = serverTime;
    const flag = timestampFlag(t);
    if (flag === "not_finite" || flag === "out_of_range") return null;
    this.#lastTime = t;
    if (t < this.#latest) {
      this.#outOfOrder++;
      this.#recentOutOfOrder.add(serverTime);
      return null;
    }
    const since = t - this.#latest;
    this.#latest = t;
    if (!Number.isFinite(since)) return null;
    this.#intervals.add(since);
    this.#noteGap(since, serverTime);
    return since;
  }

  /** The order begins anew, and a pause as long as the jump (seconds, > 0: ahead) was none. */
  clockJumped(jumpS: number, serverTime: number): void {
    this.#latest = Number.NEGATIVE_INFINITY;
    const isPause = jumpS > 0 && this.#gapS >= jumpS * JUMP_SHARE_MIN;
    if (!isPause || this.#recentGaps.total(serverTime) === 0) return;
    this.#gaps--;
    this.#gapS = 0;
    this.#recentGaps = new RateWindow();
  }

  snapshot(now: number): TimingSnapshot {
    const intervals = this.#intervals.read();
    if (intervals?.regular === true) this.#learn(1 / intervals.medianS);
    return {
      messages: this.#messages,
      rateHz: this.#rate.rate(now),
      rateSpanS: this.#rate.spanS(now),
      meantHz: this.#meantHz,
      silentS: this.#lastServer === null ? null : Math.max(0, now - this.#lastServer),
      lastTime: this.#lastTime,
      gaps: this.#gaps,
      recentGapS: this.#recentGaps.total(now) > 0 ? this.#gapS : 0,
      outOfOrder: this.#outOfOrder,
      recentOutOfOrder: this.#recentOutOfOrder.total(now),
      jitterS: this.#meantHz === null ? null : (intervals?.p95DeviationS ?? null),
    };
  }

  #learn(seenHz: number): void {
    if (this.#meantHz !== null && seenHz < this.#meantHz * FASTER_SHARE) return;
    const share = this.#declaredHz === null ? 0 : seenHz / this.#declaredHz;
    this.#meantHz = share >= DECLARED_SHARE_MIN && share <= DECLARED_SHARE_MAX ? this.#declaredHz : seenHz;
  }

  #noteGap(since: number, serverTime: number): void {
    if (this.#meantHz === null || since * this.#meantHz <= GAP_PERIODS) return;
    this.#gaps++;
    this.#gapS = this.#recentGaps.total(serverTime) > 0 ? Math.max(this.#gapS, since) : since;
    this.#recentGaps.add(serverTime);
  }
}
