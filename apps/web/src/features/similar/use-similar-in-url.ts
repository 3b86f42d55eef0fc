"use client";
import { useEffect } from "react";
import { createAddressWriter } from "../../ui/address-writer.ts";
import { useLabels } from "../labels/session/labels-context.tsx";
import { useStage } from "../replay/player-context.tsx";
import { readSimilar, writeSimilar } from "./similar-in-url.ts";

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
    const { soon, stop } = createAddressWriter((params) =>
      writeSimilar(params, tool.get().tab === "similar" ? similar.get() : null),
    );
    const stops = [similar.subscribe(soon), tool.subscribe(soon), stop];
    return () => stops.forEach((end) => end());
  }, [similar, tool]);
}
