import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/use-trpc.ts";

/**
 * Whether the workspace has any episode at all. Asked only where a narrowed list came out empty.
 * @returns null until that is known; true where it cannot be found out
 */
export function useHasEpisodes(workspace: string, isAsked: boolean): boolean | null {
  const trpc = useTRPC();
  const all = useQuery({
    ...trpc.episodes.list.queryOptions({ workspace, limit: 1 }),
    enabled: isAsked,
  });
  if (!isAsked || all.isError) return true;
  return all.data === undefined ? null : all.data.total > 0;
}
