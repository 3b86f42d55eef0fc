import type { Listener } from "@retake/db/notify";
import { workspaceOf } from "./shared-answers.ts";

/** Rings whenever a recording of the workspace may have changed. @returns a function that stops */
export function onRecordings(
  signals: Pick<Listener, "on" | "onGap">,
  workspaceId: string,
  ring: () => void,
): () => void {
  const stops = [
    signals.on("recording", (id) => {
      if (id === workspaceId) ring();
    }),
    signals.on("episode", (id) => {
      if (workspaceOf(id) === workspaceId) ring();
    }),
    signals.onGap(ring),
  ];
  return () => stops.forEach((stop) => stop());
}
