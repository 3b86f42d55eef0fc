"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FrameSkeleton } from "./frame-skeleton.tsx";

/** Leads from `/` to the episodes of the first workspace of whoever is signed in. */
export function FirstWorkspace() {
  const trpc = useTRPC();
  const router = useRouter();
  const me = useQuery(trpc.me.get.queryOptions());
  const first = me.data?.workspaces[0]?.slug;
  useEffect(() => {
    if (first !== undefined) router.replace(`/w/${encodeURIComponent(first)}/episodes`);
  }, [first, router]);
  if (me.isError) {
    return (
      <ErrorState
        title="The workspace could not be opened"
        message={errorWords(me.error)}
        onRetry={() => void me.refetch()}
      />
    );
  }
  if (me.data !== undefined && first === undefined) {
    return (
      <EmptyState title="You are in no workspace">Ask an owner or admin for an invitation link.</EmptyState>
    );
  }
  return <FrameSkeleton />;
}
