"use client";
import { countOf } from "../../../ui/figures.ts";
import { useTeammateSelections } from "../../presence/use-selections.ts";

/** What the rings on the map show, for those who hear the screen. */
export function TeammatesSaid() {
  const selections = useTeammateSelections();
  return (
    <ul aria-label="Selected by teammates" className="sr-only">
      {selections.map(({ id, name, selected }) => (
        <li key={id}>
          {name}: {countOf(selected.length, "episode")}
        </li>
      ))}
    </ul>
  );
}
