"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { toast } from "../../../ui/toast.tsx";
import { useEvent } from "../../../ui/use-event.ts";
import { useStage } from "../../replay/player-context.tsx";
import { useLabels } from "../session/labels-context.tsx";
import { applyTeammate, isJump } from "./follow-clock.ts";

/** How often the two playheads are compared while both play. */
const COMPARE_MS = 500;

export interface Following {
  /** Id of the person whose playhead this one follows. */
  leader: string | null;
  follow: (id: string | null) => void;
  /** The first teammate, the next one, nobody. */
  cycle: () => void;
}

/** A shared playhead: what the followed one does happens here. Anything one does oneself ends it. */
export function useFollowTeammate(): Following {
  const { presence } = useLabels();
  const { player } = useStage();
  const [leader, setLeader] = useState<string | null>(null);
  const applying = useRef(false);
  const stop = useEvent((why: string) => {
    if (leader === null) return;
    setLeader(null);
    toast(why);
  });
  useEffect(() => {
    if (leader === null) return undefined;
    const apply = (): void => {
      const mate = presence.teammates.get().find(({ user }) => user.id === leader);
      if (mate === undefined) return stop("The one you followed has left");
      applying.current = true;
      applyTeammate(player, mate, performance.now());
      applying.current = false;
    };
    apply();
    const timer = setInterval(apply, COMPARE_MS);
    const stops = [
      presence.teammates.subscribe(apply),
      watchOwn(player, applying, () => stop("You have stopped following")),
    ];
    return () => {
      clearInterval(timer);
      stops.forEach((end) => end());
    };
  }, [leader, presence, player, stop]);
  const cycle = useCallback((): void => {
    const ids = presence.people.get().map(({ id }) => id);
    setLeader((now) => (now === null ? ids[0] : ids[ids.indexOf(now) + 1]) ?? null);
  }, [presence]);
  return { leader, follow: setLeader, cycle };
}

type Watched = ReturnType<typeof useStage>["player"];

/** Hears what the person does with the player, and not what following does. */
function watchOwn(player: Watched, applying: { current: boolean }, onOwn: () => void): () => void {
  let last = { t: player.time, ms: performance.now(), playing: player.getState().playing };
  const isEnd = (): boolean => player.time >= player.timeline.end - 1e-6;
  const note = (): void => {
    last = { t: player.time, ms: performance.now(), playing: player.getState().playing };
  };
  const stops = [
    player.onTick((t) => {
      const jumped = isJump(last.t, t, performance.now() - last.ms, player.getState().rate);
      if (!applying.current && jumped && last.playing) onOwn();
      note();
    }),
    player.onRest(() => {
      if (!applying.current && !isEnd()) onOwn();
      note();
    }),
    player.subscribe(() => {
      const { playing } = player.getState();
      if (!applying.current && playing !== last.playing && !isEnd()) onOwn();
      note();
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
