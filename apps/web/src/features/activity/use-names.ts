"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { useWorkspace } from "../frame/workspace-context.tsx";

/** Who an id is, in this workspace. */
export function useNames(): (userId: string) => string {
  const { workspace } = useWorkspace();
  const { data } = useQuery(
    useTRPC().members.list.queryOptions({ workspace: workspace.slug }, { staleTime: 5 * 60_000 }),
  );
  return useCallback(
    (userId) => {
      const member = data?.members.find((one) => one.userId === userId);
      return member?.name ?? member?.email ?? "somebody who left";
    },
    [data],
  );
}
