"use client";
import { useEffect } from "react";
import { useLabels } from "../labels/session/labels-context.tsx";
import { useStage } from "../replay/player-context.tsx";

/** Brings the Similar tab into sight whenever a stretch is to be found elsewhere. */
export function useShowSimilar(info: { set: (open: boolean) => void }): void {
  const { similar } = useStage();
  const { tool } = useLabels();
  const { set } = info;
  useEffect(() => {
    let { asked } = similar.get();
    return similar.subscribe(() => {
      const now = similar.get().asked;
      if (now === asked) return;
      asked = now;
      set(true);
      tool.change({ tab: "similar" });
      // On a phone the panel lies below everything else.
      requestAnimationFrame(() =>
        document.querySelector("[data-similar]")?.scrollIntoView({ block: "nearest" }),
      );
    });
  }, [similar, tool, set]);
}
