"use client";
import { suggestLabels } from "@retake/collab/suggest";
import type { NewAnnotation } from "@retake/collab/document";
import { use, useState } from "react";
import { toast } from "../../../ui/toast.tsx";
import { gapsIn } from "../lanes/gaps.ts";
import { snapped } from "../session/drag.ts";
import { addAll } from "../session/edit.ts";
import { useLabels } from "../session/labels-context.tsx";
import type { LabelSession } from "../session/label-session.ts";
import { EpisodeDataContext } from "./episode-data-context.ts";
import { loadMotion } from "./motion-topic.ts";

/** Less than this left of a proposal is not worth a question. */
const LEFT_MIN_S = 0.15;

/** As much of it as nobody has labelled yet: in a lane where labels exclude each other, the longest such part. */
function unlabelledPart({ lanes, durationS }: LabelSession, one: NewAnnotation): NewAnnotation[] {
  const lane = lanes.lane(one.lane);
  const { end } = one;
  if (lane?.lane.exclusive !== true || end === null) return [one];
  const parts = gapsIn(lane.visible, durationS()).map(({ from, to }) => ({
    start: Math.max(from, one.start),
    end: Math.min(to, end),
  }));
  const [longest] = parts.toSorted((a, b) => b.end - b.start - (a.end - a.start));
  return longest === undefined || longest.end - longest.start < LEFT_MIN_S ? [] : [{ ...one, ...longest }];
}

/** Loads how the robot moved and puts what rules find into the document as proposals, which all teammates see. */
export function useSuggest(): { suggest: () => Promise<void>; isBusy: boolean } {
  const session = useLabels();
  const episode = use(EpisodeDataContext);
  const [isBusy, setBusy] = useState(false);
  const suggest = async (): Promise<void> => {
    if (episode === null || isBusy) return;
    setBusy(true);
    try {
      const motion = await loadMotion(episode);
      const found =
        motion === null
          ? []
          : suggestLabels(motion.state, {
              schema: session.schema.get(),
              durationS: session.durationS(),
              snap: (t) => snapped(session, t),
              command: motion.command,
            });
      const fresh = found.flatMap((one) => unlabelledPart(session, one));
      if (fresh.length === 0)
        toast("Nothing to suggest", {
          description: "The rules found no gripper edge or pause that is not labelled.",
        });
      else addAll(session, fresh);
    } catch (error) {
      toast.error("The signals could not be read", {
        description: error instanceof Error ? error.message : "",
      });
    } finally {
      setBusy(false);
    }
  };
  return { suggest, isBusy };
}
