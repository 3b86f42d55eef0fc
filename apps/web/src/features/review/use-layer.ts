"use client";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useTRPC } from "../../trpc/use-trpc.ts";

/**
 * The layer of an episode that its page works in: the one the address names, else the person's own as long as they are to label it blind.
 * `name` is null while that is not known, so that nobody labels in the wrong one. `key` changes only when the address does: what is open stays open.
 */
export function useLayer(workspace: string, sessionId: string): { name: string | null; key: string } {
  const named = useSearchParams().get("layer");
  const { data, isError } = useQuery(
    useTRPC().assignments.ofEpisode.queryOptions({ workspace, sessionId }, { enabled: named === null }),
  );
  const key = named ?? "";
  if (named === "blind" || named === "gold" || named?.startsWith("blind:") === true)
    return { name: named, key };
  if (named !== null || isError) return { name: "main", key };
  if (data === undefined) return { name: null, key };
  return { name: data.mine?.isBlind === true && data.mine.state !== "accepted" ? "blind" : "main", key };
}
