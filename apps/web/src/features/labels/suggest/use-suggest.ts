"use client";
import { suggestLabels } from "@retake/collab/suggest";
import type { NewAnnotation } from "@retake/collab/document";
import { use, useState } from "react";
import { toast } from "../../../ui/toast.tsx";
import { snapped } from "../session/drag.ts";
import { addAll } from "../session/edit.ts";
import { useLabels } from "../session/labels-context.tsx";
import type { LabelSession } from "../session/label-session.ts";
import { EpisodeDataContext } from "./episode-data-context.ts";
import { loadMotion } from "./motion-topic.ts";

/** Only what is not labelled yet, and was not rejected before at the same place. */
function isNew({ lanes }: LabelSession, one: NewAnnotation): boolean {
  const middle = (one.start + (one.end ?? one.start)) / 2;
  const lane = lanes.lane(one.lane);
  return (
    lane?.lane.exclusive !== true ||
    lane.visible.every(({ start, end }) => middle < start || middle >= (end ?? start))
  );
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
      const fresh = found.filter((one) => isNew(session, one));
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
