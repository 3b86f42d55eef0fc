import type { CameraHealth } from "./buffer-policy.ts";

/** What a running camera asks of the clock. `at` is a `performance.now()` time. */
export interface ClockFace {
  timeAt(at?: number): number;
  rate: number;
}

/** One camera as the player drives it, whatever it is made of. Times are episode seconds. */
export interface CameraTrack {
  readonly topic: string;
  /** The camera frame on the screen, -1 before the first. */
  readonly shownFrame: number;
  /** Puts the frame of `t` on the screen; settles when it is there, or when it cannot be had. Never rejects. */
  show(t: number): Promise<void>;
  /** Begins to run by itself at the clock's speed; settles when pictures can move. Never rejects. */
  start(clock: ClockFace): Promise<void>;
  /** Episode time it has reached by itself; null when it goes where the clock says. */
  runningAt(): number | null;
  stop(): void;
  /** Called once per display frame while playing. */
  tick(t: number): void;
  /** Null when this camera never has to be waited for. */
  health(): CameraHealth | null;
  /** True after more corrections than a machine that keeps up would need. */
  takeStarved(): boolean;
  dispose(): void;
}
