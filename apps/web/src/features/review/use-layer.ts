"use client";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useTRPC } from "../../trpc/use-trpc.ts";

/**
 * The layer of an episode that this page works in: the one its address names, else the person's own as long as they are to label it blind.
 * Null while that is not known, so that nobody labels in the wrong one.
 */
export function useLayer(workspace: string, sessionId: string): "main" | "blind" | "gold" | null {
  const named = useSearchParams().get("layer");
  const { data, isError } = useQuery(
    useTRPC().assignments.ofEpisode.queryOptions({ workspace, sessionId }, { enabled: named === null }),
  );
  if (named === "blind" || named === "gold") return named;
  if (named !== null || isError) return "main";
  if (data === undefined) return null;
  return data.mine?.isBlind === true && data.mine.state !== "accepted" ? "blind" : "main";
}
