"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import type { ToPick } from "./pick-dialog.tsx";
import { usePick } from "./use-pick.ts";

/**
 * Picking from a list of episodes.
 * @param dataset the filter that is set: where it names a picked dataset, the chosen ones can be taken out of it
 */
export function usePickOnList(
  workspace: string,
  chosen: ReadonlyMap<string, unknown>,
  dataset: string | null,
  onTakenOut: () => void,
) {
  const trpc = useTRPC();
  const [what, setWhat] = useState<ToPick | null>(null);
  const { takeOut } = usePick(workspace);
  const { data } = useQuery({
    ...trpc.datasets.list.queryOptions({ workspace }),
    enabled: dataset !== null && chosen.size > 0,
  });
  const from = data?.datasets.find((one) => one.kind === "picked" && one.slug === dataset);
  return {
    what,
    start: (): void => setWhat({ sessionIds: [...chosen.keys()], isOpened: false }),
    close: (): void => setWhat(null),
    takeOut:
      from === undefined
        ? undefined
        : (): void => {
            void takeOut(from, [...chosen.keys()]).then((done) => {
              if (done) onTakenOut();
            });
          },
  };
}
