"use client";
import { useEffect } from "react";
import type { Player } from "./engine/player.ts";
import { writePlace } from "./url/place-in-url.ts";

/** Browsers refuse more than about 100 changes of the address in 30 s. */
const WRITE_AFTER_MS = 200;

/** Keeps `?t=`, `from` and `to` of the address what the playhead rests at (no time: the live edge); adds nothing to the history. */
export function usePlaceInUrl(player: Player): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const { pathname } = location;
    const write = (): void => {
      if (location.pathname !== pathname) return;
      const params = new URLSearchParams(location.search);
      const { atEdge, loop } = player.getState();
      const next = writePlace(params, { t: atEdge ? null : player.time, loop });
      const search = next.toString();
      window.history.replaceState(window.history.state, "", `${pathname}?${search}${location.hash}`);
    };
    const stop = player.onRest(() => {
      clearTimeout(timer);
      timer = setTimeout(write, WRITE_AFTER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [player]);
}
