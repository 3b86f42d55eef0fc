"use client";
import { useKeys } from "../keys/keys-provider.tsx";
import type { Player } from "./engine/player.ts";
import type { ViewStore } from "./signals/view-store.ts";

interface ReplayKeysOptions {
  player: Player;
  view: ViewStore;
  info: { isOpen: boolean; set: (open: boolean) => void };
  goTo: { previous: (() => void) | null; next: (() => void) | null };
  /** Null for people who may only look. */
  onOutcome: ((outcome: "success" | "failure") => void) | null;
  /** Null for an episode that does not record. */
  onLive: (() => void) | null;
}

/** One press shows so much of the time that was shown. */
const ZOOM_STEP = 0.5;

/** The field's keys on the episode page. */
export function useReplayKeys({ player, view, info, goTo, onOutcome, onLive }: ReplayKeysOptions): void {
  const toEnd = (): void => player.seek(player.timeline.end);
  useKeys("Playback", [
    { keys: [" ", "k"], does: "Play or pause", run: () => player.toggle() },
    { keys: ["ArrowLeft", ","], does: "One frame back", run: () => player.step(-1) },
    { keys: ["ArrowRight", "."], does: "One frame on", run: () => player.step(1) },
    { keys: ["shift+ArrowLeft"], does: "Ten frames back", run: () => player.step(-10) },
    { keys: ["shift+ArrowRight"], does: "Ten frames on", run: () => player.step(10) },
    { keys: ["mod+ArrowLeft"], does: "One second back", run: () => player.jump(-1) },
    { keys: ["mod+ArrowRight"], does: "One second on", run: () => player.jump(1) },
    { keys: ["j", "<"], does: "Slower", run: () => player.changeRate(-1) },
    { keys: ["l", ">"], does: "Faster", run: () => player.changeRate(1) },
    { keys: ["Home"], does: "First frame", run: () => player.seek(player.timeline.start) },
    { keys: ["End"], does: onLive === null ? "Last frame" : "The live edge", run: () => (onLive ?? toEnd)() },
    { keys: ["o"], does: "Loop the whole episode, or stop looping", run: () => player.toggleLoop() },
    { keys: ["{"], does: "Loop from here", run: () => player.setLoopIn() },
    { keys: ["}"], does: "Loop to here", run: () => player.setLoopOut() },
    { keys: ["Escape"], does: "Stop looping", run: () => player.setLoop(null) },
  ]);
  const zoom = (factor: number): void => {
    view.zoom(player.time, factor);
    view.follow(player.time);
  };
  useKeys("Signals", [
    { keys: ["z"], does: "Zoom in around the playhead", run: () => zoom(ZOOM_STEP) },
    { keys: ["shift+z"], does: "Zoom out", run: () => zoom(1 / ZOOM_STEP) },
    { keys: ["0"], does: "Show the whole episode", run: () => view.reset() },
  ]);
  useKeys("Episode", [
    { keys: ["i"], does: "Show or hide the side panel", run: () => info.set(!info.isOpen) },
    {
      keys: ["ArrowUp", "p"],
      does: "Previous episode",
      run: () => goTo.previous?.(),
      disabled: goTo.previous === null,
    },
    {
      keys: ["ArrowDown", "n"],
      does: "Next episode",
      run: () => goTo.next?.(),
      disabled: goTo.next === null,
    },
    {
      keys: ["s"],
      does: "Mark as success, or take it back",
      run: () => onOutcome?.("success"),
      disabled: onOutcome === null,
    },
    {
      keys: ["f"],
      does: "Mark as failure, or take it back",
      run: () => onOutcome?.("failure"),
      disabled: onOutcome === null,
    },
  ]);
}
