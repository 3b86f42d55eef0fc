"use client";
import { useRouter } from "next/navigation";
import { errorWords } from "../../../trpc/errors.ts";
import { useTRPCClient } from "../../../trpc/use-trpc.ts";
import { toast } from "../../../ui/toast.tsx";
import { loadPage } from "../../episodes/load-page.ts";
import { listQuery, type ListView } from "../../replay/url/list-filter.ts";

/** Goes to the first episode of the list without labels, other than this one. */
export function useNextUnlabelled(workspace: string, sessionId: string, view: ListView): () => void {
  const client = useTRPCClient();
  const router = useRouter();
  const go = async (): Promise<void> => {
    try {
      // What is like other episodes is found by itself, not by filters: there it is the first of all.
      const ask = view.ask?.kind === "query" ? view.ask : null;
      const source = { workspace, ...view, ask, filter: { ...view.filter, labelled: "no" as const } };
      const { episodes } = await loadPage(
        client,
        source,
        { offset: 0, limit: 2 },
        AbortSignal.timeout(30_000),
      );
      const next = episodes.find((one) => one.sessionId !== sessionId);
      if (next === undefined) toast.success("All episodes of this list have labels");
      else
        router.push(
          `/w/${encodeURIComponent(workspace)}/e/${encodeURIComponent(next.sessionId)}${listQuery(view)}`,
        );
    } catch (error) {
      toast.error("The next episode could not be found", { description: errorWords(error) });
    }
  };
  return () => void go();
}
