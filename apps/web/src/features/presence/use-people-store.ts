"use client";
import { useTRPCClient } from "../../trpc/use-trpc.ts";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { peopleStoreOf, type PeopleStore } from "./people-store.ts";

export function usePeopleStore(): PeopleStore {
  const client = useTRPCClient();
  const { workspace, me } = useWorkspace();
  return peopleStoreOf(client, workspace.slug, me.user.id);
}
