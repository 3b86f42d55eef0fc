"use client";
import type { TopicInfo } from "@retake/trpc/schemas";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useStage } from "../player-context.tsx";
import { EnvelopeStore, type EnvelopeState } from "./envelope-store.ts";
import type { SignalStore } from "./signal-store.ts";
import { envelopeLoader } from "./load-envelopes.ts";

/** A wheel turns in many small clicks; finer data is asked for when it rests. */
const REST_MS = 120;

/** Keeps the envelopes of `topics` loaded for whatever part of the axis is in view. */
export function useEnvelopes(
  dataUrl: string,
  topics: readonly TopicInfo[],
): { store: SignalStore; state: EnvelopeState; retry: () => void } {
  const { view, live } = useStage();
  const names = topics.map((topic) => topic.name).join("\n");
  const store = useMemo<SignalStore>(
    () => live?.edge.signals ?? new EnvelopeStore(listOf(names), view.whole, envelopeLoader(dataUrl)),
    [names, view, live, dataUrl],
  );
  useEffect(() => live?.edge.signals.show(listOf(names)), [live, names]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    void store.want(view.get());
    const stop = view.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => void store.want(view.get()), REST_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
      if (live === null) store.dispose();
    };
  }, [store, view, live]);
  const state = useSyncExternalStore(store.subscribe, store.getState, store.getState);
  return { store, state, retry: () => void store.want(view.get()) };
}

function listOf(names: string): string[] {
  return names === "" ? [] : names.split("\n");
}
