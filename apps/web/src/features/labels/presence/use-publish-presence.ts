"use client";
import { useEffect } from "react";
import { useStage } from "../../replay/player-context.tsx";
import { colourOfPerson, type Presence } from "../room/presence.ts";
import type { DraftStore } from "../session/draft-store.ts";
import { useLabels } from "../session/labels-context.tsx";

/** Scrubbing tells where it is this often at most; others draw what lies between from speed. */
const TELL_MS = 80;
const TELL_PLAYING_MS = 1_000;
/** What is being dragged is told as often as others can see it move. */
const TELL_DRAFT_MS = 30;

/** Tells the room where this person is and what they do. */
export function usePublishPresence(following: string | null): void {
  const { room, presence, user, tool, drafts } = useLabels();
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
          draft: [...drafts.told],
        };
        awareness.setLocalState(state);
      };
      const stops = [
        tellOnChange(say, TELL_MS, [
          (listener) => player.onRest(listener),
          player.subscribe,
          tool.subscribe,
          view.subscribe,
        ]),
        tellOnChange(say, TELL_DRAFT_MS, [(listener) => onOwnDraft(drafts, listener)]),
        presence.attach(awareness, user.id),
      ];
      const timer = setInterval(() => {
        if (player.getState().playing) say();
      }, TELL_PLAYING_MS);
      end = () => {
        clearInterval(timer);
        stops.forEach((stop) => stop());
      };
    };
    attach();
    const stop = room.awareness.subscribe(attach);
    return () => {
      stop();
      end();
    };
  }, [room, presence, user, tool, drafts, player, view, following]);
}

/** Others' drafts are none of what this one tells. */
function onOwnDraft(drafts: DraftStore, listener: () => void): () => void {
  let told = drafts.told;
  return drafts.subscribe(() => {
    if (told !== drafts.told) listener();
    told = drafts.told;
  });
}

/** Calls `say` at once, and soon after any change, never more often than every `gapMs`. */
function tellOnChange(
  say: () => void,
  gapMs: number,
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
    timer ??= setTimeout(now, Math.max(0, gapMs - (performance.now() - lastMs)));
  };
  now();
  const stops = sources.map((listen) => listen(soon));
  return () => {
    if (timer !== null) clearTimeout(timer);
    stops.forEach((stop) => stop());
  };
}
