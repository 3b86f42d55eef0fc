import type { Player } from "../../replay/engine/player.ts";
import { playheadOf, type Teammate } from "../room/presence.ts";

/** Two playheads nearer than this, while playing, are left alone: a seek would be seen, this is not. */
const DRIFT_S = 0.3;

type Followed = Pick<Player, "time" | "getState" | "seek" | "play" | "pause" | "setRate" | "timeline">;

/** Brings the player to where a teammate's is: speed, playing, place. */
export function applyTeammate(player: Followed, mate: Teammate, nowMs: number): void {
  const state = player.getState();
  if (state.rate !== mate.rate) player.setRate(mate.rate);
  const t = player.timeline.clamp(playheadOf(mate, nowMs));
  if (!mate.playing) {
    if (state.playing) player.pause();
    if (player.timeline.frameAt(player.time) !== player.timeline.frameAt(t)) player.seek(t);
    return;
  }
  if (Math.abs(player.time - t) > DRIFT_S) player.seek(t);
  if (!state.playing && t < player.timeline.end) player.play();
}

/** Whether a move of the playhead was a jump: further than time has passed. */
export function isJump(fromS: number, toS: number, passedMs: number, rate: number): boolean {
  return toS < fromS - 0.05 || toS - fromS > (passedMs / 1000) * rate + DRIFT_S;
}
