"use client";
import { createContext, use, useSyncExternalStore } from "react";
import type { SimilarStore } from "../similar/similar-store.ts";
import type { Player, PlayerState } from "./engine/player.ts";
import type { LiveStage } from "./live/live-stage.ts";
import type { HoverStore } from "./signals/hover-store.ts";
import type { ViewStore } from "./signals/view-store.ts";

/** What the parts of one open episode share. None of it changes while the episode is open. */
export interface Stage {
  player: Player;
  view: ViewStore;
  hover: HoverStore;
  /** What others are to be like: this episode, or a stretch of one of its signals. */
  similar: SimilarStore;
  /** Seconds on the clock by which a robot timed its pictures where the episode begins; null where pictures are counted with its frames. */
  clockStart: number | null;
  /** Null for an episode that does not record. */
  live: LiveStage | null;
}

export const StageContext = createContext<Stage | null>(null);

export function useStage(): Stage {
  const stage = use(StageContext);
  if (stage === null) throw new Error("assertion failed: no episode is open above");
  return stage;
}

/** Renders anew when playing, speed, loop or waiting change; never per frame. */
export function usePlayerState(): PlayerState {
  const { player } = useStage();
  return useSyncExternalStore(player.subscribe, player.getState, player.getState);
}
