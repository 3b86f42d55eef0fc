"use client";
import { useEffect } from "react";
import { useLabels } from "../labels/session/labels-context.tsx";
import { useStage } from "../replay/player-context.tsx";
import { readSimilar, writeSimilar } from "./similar-in-url.ts";

/** Browsers refuse more than about 100 changes of the address in 30 s. */
const WRITE_AFTER_MS = 200;

/** Opens the Similar tab as the address says, and keeps the address what the tab shows; adds nothing to the history. */
export function useSimilarInUrl(info: { set: (open: boolean) => void }): void {
  const { similar } = useStage();
  const { tool } = useLabels();
  const { set } = info;
  useEffect(() => {
    const given = readSimilar(new URLSearchParams(location.search));
    if (given === null) return;
    similar.change(given);
    tool.change({ tab: "similar" });
    set(true);
  }, [similar, tool, set]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const { pathname } = location;
    const write = (): void => {
      if (location.pathname !== pathname) return;
      const params = new URLSearchParams(location.search);
      const next = writeSimilar(params, tool.get().tab === "similar" ? similar.get() : null);
      if (next.toString() === params.toString()) return;
      const search = next.size === 0 ? "" : `?${next.toString()}`;
      window.history.replaceState(window.history.state, "", `${pathname}${search}${location.hash}`);
    };
    const soon = (): void => {
      clearTimeout(timer);
      timer = setTimeout(write, WRITE_AFTER_MS);
    };
    const stops = [similar.subscribe(soon), tool.subscribe(soon)];
    return () => {
      clearTimeout(timer);
      stops.forEach((stop) => stop());
    };
  }, [similar, tool]);
}
