"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTRPC } from "../../../trpc/use-trpc.ts";
import { useWorkspace } from "../../frame/workspace-context.tsx";

export interface Member {
  id: string;
  name: string;
}

const NOBODY: readonly Member[] = [];

/** The people of this workspace, and who an id is. */
export function useMembers(): { members: readonly Member[]; nameOf: (id: string) => string } {
  const { workspace, me } = useWorkspace();
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.members.list.queryOptions(
      { workspace: workspace.slug },
      { staleTime: 5 * 60_000, select: toMembers },
    ),
  );
  const members = data ?? NOBODY;
  const { id: myId, name: myName } = me.user;
  const nameOf = useCallback(
    (id: string): string => {
      if (id === "") return "Import";
      if (id === myId && myName !== null) return myName;
      return members.find((one) => one.id === id)?.name ?? "Somebody who left";
    },
    [members, myId, myName],
  );
  return { members, nameOf };
}

function toMembers({
  members,
}: {
  members: { userId: string; name: string | null; email: string | null }[];
}): Member[] {
  return members.map(({ userId, name, email }) => ({ id: userId, name: name ?? email ?? userId }));
}
