"use client";
import { MAP_CATEGORIES, MAP_NUMBERS } from "@retake/trpc/map-data";
import { List, X } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { Select } from "../../../ui/select.tsx";
import type { ColourBy } from "../model/colouring.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";
import { useIsWide } from "../../replay/use-is-wide.ts";
import { MapLegend } from "./map-legend.tsx";

const COLOUR_WORDS: Record<ColourBy, string> = {
  cluster: "Cluster",
  outcome: "Outcome",
  dataset: "Dataset",
  task: "Task",
  robot: "Robot",
  source: "Source",
  tag: "Tag",
  label: "Label",
  person: "Assigned to",
  review: "Review",
  reward: "Reward",
  duration: "Duration",
  frames: "Frames",
  rating: "Rating",
  created: "Added",
};

/** What points are coloured by, over what the colours mean. On a phone the latter opens when it is asked for. */
export function LegendPanel({ screen }: { screen: MapScreenState }) {
  const { params, address } = screen;
  const isWide = useIsWide();
  const [isAsked, setAsked] = useState(false);
  const isOpen = isWide || isAsked;
  return (
    <div className="absolute top-2 left-2 z-10 flex max-h-[calc(100%-16px)] w-56 flex-col rounded border bg-ground/90">
      <div className="flex items-center p-1">
        <Select
          label="Colour by"
          value={params.colour}
          options={[...MAP_CATEGORIES, ...MAP_NUMBERS].map((value) => ({
            value,
            label: COLOUR_WORDS[value],
          }))}
          onChange={(colour) => address.set({ colour, only: null })}
          className="h-7 min-w-0 flex-1 border-transparent bg-transparent px-1.5 text-xs font-medium"
        />
        <Button
          variant="quiet"
          size="iconSm"
          aria-label={isOpen ? "Close the legend" : "Open the legend"}
          aria-expanded={isOpen}
          onClick={() => setAsked(!isAsked)}
          className="md:hidden"
        >
          {isOpen ? <X aria-hidden /> : <List aria-hidden />}
        </Button>
      </div>
      {isOpen ? <MapLegend screen={screen} /> : null}
    </div>
  );
}
