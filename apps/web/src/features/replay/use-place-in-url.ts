"use client";
import { useEffect } from "react";
import { createAddressWriter } from "../../ui/address-writer.ts";
import type { Player } from "./engine/player.ts";
import { writePlace } from "./url/place-in-url.ts";

/** Keeps `?t=`, `from` and `to` of the address what the playhead rests at (no time: the live edge); adds nothing to the history. */
export function usePlaceInUrl(player: Player): void {
  useEffect(() => {
    const { soon, stop } = createAddressWriter((params) => {
      const { atEdge, loop } = player.getState();
      return writePlace(params, { t: atEdge ? null : player.time, loop });
    });
    const stops = [player.onRest(soon), stop];
    return () => stops.forEach((end) => end());
  }, [player]);
}
