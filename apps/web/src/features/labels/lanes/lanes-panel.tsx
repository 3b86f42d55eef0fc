"use client";
import { useLabels, useLaneIds } from "../session/labels-context.tsx";
import { ClassBar } from "./class-bar.tsx";
import { LaneRow } from "./lane-row.tsx";

/** All lanes on the shared time axis, and what is in hand for them. */
export function LanesPanel() {
  const { canEdit } = useLabels();
  const ids = useLaneIds();
  return (
    <section
      aria-label="Label lanes"
      data-lanes
      className="flex max-h-[45%] shrink-0 flex-col overflow-x-hidden overflow-y-auto max-md:max-h-none"
    >
      {canEdit ? <ClassBar /> : null}
      {ids.map((id) => (
        <LaneRow key={id} id={id} />
      ))}
    </section>
  );
}
