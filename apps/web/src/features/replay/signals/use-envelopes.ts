"use client";
import type { TopicInfo } from "@retake/trpc/schemas";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useStage } from "../player-context.tsx";
import { EnvelopeStore, type EnvelopeState } from "./envelope-store.ts";
import { envelopeLoader } from "./load-envelopes.ts";

/** A wheel turns in many small clicks; finer data is asked for when it rests. */
const REST_MS = 120;

/** Keeps the envelopes of `topics` loaded for whatever part of the axis is in view. */
export function useEnvelopes(
  dataUrl: string,
  topics: readonly TopicInfo[],
): { store: EnvelopeStore; state: EnvelopeState; retry: () => void } {
  const { view } = useStage();
  const names = topics.map((topic) => topic.name).join("\n");
  const store = useMemo(
    () => new EnvelopeStore(names === "" ? [] : names.split("\n"), view.whole, envelopeLoader(dataUrl)),
    [names, view, dataUrl],
  );
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
      store.dispose();
    };
  }, [store, view]);
  const state = useSyncExternalStore(store.subscribe, store.getState, store.getState);
  return { store, state, retry: () => void store.want(view.get()) };
}
