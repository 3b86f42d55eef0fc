import { LIVE_FIGURES, type LiveClockFigures, type LiveClockJump } from "@retake/core/live-figures";
import { timestampFlag } from "@retake/protocol/timestamp";
import { roundTo } from "./round.ts";
import { SkewEstimate } from "./skew-estimate.ts";

/** A step of the robot's clock from here on is a jump; less is lost in the delays of a network. */
const JUMP_S_MIN = 0.25;
/** A jump is believed when so many messages in a row agree with it: one odd time is not one. */
const CONFIRMED_BY = 5;
const CONFIRMED_OVER_S = 0.1;
/** The least delay is sought in the last one to two of these that brought something without lag. */
const BASELINE_S = 30;

interface Candidate {
  offset: number;
  by: number;
  atServer: number;
  firstTime: number;
  messages: number;
}

/**
 * What the robot's clock does against the server's: offset = server time − (start + t). A message can come late but never
 * early, so the least offset of late is the clock's, and one clearly below it is a clock that went ahead. A clock that goes back
 * is seen by times that fall behind their predecessors. A step back that is shorter than the pause between two messages looks
 * like delay, and is not told. Messages that were kept while the line was cut come with a larger offset: that is lag, and so is its end.
 */
export class ClockEstimate {
  readonly #startedAt: number;
  readonly #jumps: LiveClockJump[] = [];
  #skew = new SkewEstimate();
  /** What was known of it when the process began. */
  #skewBefore: number | null = null;
  /** Until this server time an offset that falls is the end of a lag. Null: from the next message on. */
  #unsureUntil: number | null = Number.NEGATIVE_INFINITY;
  #jumpsTotal = 0;
  #oddTimes = 0;
  #notFinite = 0;
  #least = Number.POSITIVE_INFINITY;
  #leastBefore = Number.POSITIVE_INFINITY;
  #leastSince = Number.NEGATIVE_INFINITY;
  #lastTime: number | null = null;
  #lastOffset = 0;
  #candidate: Candidate | null = null;

  /** @param startedAt server time of the session's start, seconds since 1970 */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** Goes on with a session that was recorded before this process began. @param known its figures then; null: there are none */
  resume(known: LiveClockFigures | null): void {
    const offsetMs = known?.offsetMs ?? null;
    this.#unsureUntil = offsetMs === null ? null : Number.NEGATIVE_INFINITY;
    if (offsetMs !== null) this.#leastBefore = offsetMs / 1_000;
    if (known === null) return;
    this.#jumps.push(...known.jumps);
    this.#jumpsTotal = known.jumpsTotal;
    this.#oddTimes = known.oddTimes;
    this.#notFinite = known.notFinite ?? 0;
    this.#skewBefore = known.skewPpm;
  }

  /** Messages in the order of their numbers. @returns seconds of a jump that has just been found out, or null */
  add(t: number, serverTime: number): number | null {
    const flag = timestampFlag(t);
    if (flag !== null) this.#oddTimes++;
    if (flag === "not_finite") this.#notFinite++;
    if (flag === "not_finite" || flag === "out_of_range") return null;
    const offset = serverTime - this.#startedAt - t;
    this.#unsureUntil ??= serverTime + BASELINE_S;
    if (serverTime < this.#unsureUntil && offset < this.#baseline - JUMP_S_MIN) {
      this.#startAnew();
    }
    if (this.#isStrange(t, offset)) return this.#suspect(t, offset, serverTime);
    this.#candidate = null;
    this.#accept(t, offset, serverTime);
    return null;
  }

  snapshot(): LiveClockFigures {
    const least = this.#baseline;
    const skew = this.#skew.judges ? this.#skew.ppm() : this.#skewBefore;
    return {
      offsetMs: Number.isFinite(least) ? Math.round(least * 1_000) : null,
      skewPpm: skew === null ? null : Math.round(skew),
      jumps: this.#jumps.map((jump) => ({ ...jump })),
      jumpsTotal: this.#jumpsTotal,
      oddTimes: this.#oddTimes,
      notFinite: this.#notFinite,
    };
  }

  get #baseline(): number {
    return Math.min(this.#least, this.#leastBefore);
  }

  #isStrange(t: number, offset: number): boolean {
    if (this.#lastTime === null) return false;
    const ahead = offset < this.#baseline - JUMP_S_MIN;
    const back = t < this.#lastTime - JUMP_S_MIN;
    return ahead || back || this.#followsCandidate(offset);
  }

  /** After a small step back the times soon pass the last one before it. */
  #followsCandidate(offset: number): boolean {
    if (this.#candidate === null) return false;
    return Math.abs(offset - this.#candidate.offset) < Math.abs(offset - this.#lastOffset);
  }

  #suspect(t: number, offset: number, serverTime: number): number | null {
    const candidate = this.#candidate;
    if (candidate === null || Math.abs(offset - candidate.offset) > JUMP_S_MIN) {
      const least = this.#baseline;
      const ahead = offset < least;
      const by = ahead ? least - offset : this.#lastOffset - offset;
      this.#candidate = { offset, by, atServer: serverTime, firstTime: t, messages: 1 };
      return null;
    }
    candidate.messages++;
    if (candidate.messages < CONFIRMED_BY || t - candidate.firstTime < CONFIRMED_OVER_S) return null;
    this.#jumped(candidate);
    this.#accept(t, offset, serverTime);
    return candidate.by;
  }

  #jumped({ atServer, by }: Candidate): void {
    this.#jumpsTotal++;
    this.#jumps.push({ atServer: Math.round(atServer * 1_000) / 1_000, by: roundTo(by, 4) });
    if (this.#jumps.length > LIVE_FIGURES.jumpsMax) this.#jumps.shift();
    this.#skewBefore = null;
    this.#startAnew();
  }

  /** Nothing that was seen so far says where the clock is. */
  #startAnew(): void {
    this.#candidate = null;
    this.#skew = new SkewEstimate();
    this.#lastTime = null;
    this.#least = Number.POSITIVE_INFINITY;
    this.#leastBefore = Number.POSITIVE_INFINITY;
  }

  #accept(t: number, offset: number, serverTime: number): void {
    if (serverTime - this.#leastSince >= BASELINE_S) {
      // All of a lagging time came late: the clock is still where it was.
      if (this.#least - this.#leastBefore <= JUMP_S_MIN) this.#leastBefore = this.#least;
      this.#least = Number.POSITIVE_INFINITY;
      this.#leastSince = serverTime;
    }
    this.#least = Math.min(this.#least, offset);
    this.#lastTime = Math.max(this.#lastTime ?? t, t);
    this.#lastOffset = offset;
    if (offset <= this.#baseline + JUMP_S_MIN) this.#skew.add(serverTime, offset);
  }
}
