/**
 * When a robot counts as still, its gripper as shut, its fingers as holding something. What proposes labels and what describes episodes read signals by the
 * same numbers, so that a grasp in one is a grasp in the other.
 */
export const MOTION_RULES = {
  /** Seconds that speed is smoothed over: long enough for the noise of encoders, short against any move. */
  speedSmoothS: 0.15,
  /** A dimension that moves less than this share of the one that moves most only adds noise. */
  stillShare: 0.02,
  /** Share of the episode's fast moves below which the hand stands still. */
  stillBelow: 0.06,
  /** Standing still for so many seconds is a pause. */
  pauseS: 0.4,
  /** Shares of the way between shut and open; the two lie apart, so that trembling is no edge. */
  shutBelow: 0.35,
  openAbove: 0.65,
  /** A gripper that moves less than this share of its largest value, on both sides, only trembles. */
  gripRangeShareMin: 0.05,
  /** Where a move of fingers begins and ends: its rate falls below this share of its peak. */
  gripRestShare: 0.1,
  gripSmoothS: 0.1,
  /** Fingers that stop this far before where they were sent, as a share of their range, hold something. */
  stallShare: 0.08,
} as const;

/** Dimensions that are grippers, by name. */
export const GRIPPER_NAME = /grip|finger|claw|jaw/i;
/** A gripper's measured effort is not its opening. */
export const NO_OPENING = /effort|force|torque|current|vel/i;
