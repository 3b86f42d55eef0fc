"use client";
import { useEffect } from "react";
import { useStage } from "../../replay/player-context.tsx";
import { colourOfPerson, type Presence } from "../room/presence.ts";
import { useLabels } from "../session/labels-context.tsx";

/** Scrubbing tells where it is this often at most; others draw what lies between from speed. */
const TELL_MS = 80;
const TELL_PLAYING_MS = 1_000;

/** Tells the room where this person is and what they do. */
export function usePublishPresence(following: string | null): void {
  const { room, presence, user, tool } = useLabels();
  const { player, view } = useStage();
  useEffect(() => {
    let end = (): void => undefined;
    const attach = (): void => {
      end();
      end = () => undefined;
      const awareness = room.awareness.get();
      if (awareness === null) return;
      const say = (): void => {
        const { playing, rate } = player.getState();
        const { selected, composing } = tool.get();
        const state: Presence = {
          user: { ...user, colour: colourOfPerson(user.id) },
          t: Number(player.time.toFixed(4)),
          playing,
          rate,
          sel: selected,
          view: view.isWhole ? null : view.get(),
          following,
          typing: composing !== null,
        };
        awareness.setLocalState(state);
      };
      end = tellOnChange(say, [
        (listener) => player.onRest(listener),
        player.subscribe,
        tool.subscribe,
        view.subscribe,
      ]);
      const leave = presence.attach(awareness, user.id);
      const stopTelling = end;
      const timer = setInterval(() => {
        if (player.getState().playing) say();
      }, TELL_PLAYING_MS);
      end = () => {
        clearInterval(timer);
        stopTelling();
        leave();
      };
    };
    attach();
    const stop = room.awareness.subscribe(attach);
    return () => {
      stop();
      end();
    };
  }, [room, presence, user, tool, player, view, following]);
}

/** Calls `say` at once, and soon after any change, never more often than every {@link TELL_MS}. */
function tellOnChange(
  say: () => void,
  sources: readonly ((listener: () => void) => () => void)[],
): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let lastMs = 0;
  const now = (): void => {
    timer = null;
    lastMs = performance.now();
    say();
  };
  const soon = (): void => {
    timer ??= setTimeout(now, Math.max(0, TELL_MS - (performance.now() - lastMs)));
  };
  now();
  const stops = sources.map((listen) => listen(soon));
  return () => {
    if (timer !== null) clearTimeout(timer);
    stops.forEach((stop) => stop());
  };
}
