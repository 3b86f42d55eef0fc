"use client";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useTRPCClient } from "../../trpc/use-trpc.ts";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { useToTeammate, type Teammate } from "./use-open-episodes.ts";
import { usePeopleStore } from "./use-people-store.ts";

/** More of a selection is not shown to others. */
export const SHOWN_MAX = 200;
/** A selection that is being drawn is told of when it rests. */
const REST_MS = 250;

export interface TeammateSelection extends Teammate {
  /** Session ids. */
  selected: readonly string[];
}

/** What teammates have selected, one entry a person; those who have nothing are left out. */
export function useTeammateSelections(): readonly TeammateSelection[] {
  const store = usePeopleStore();
  const toTeammate = useToTeammate();
  const people = useSyncExternalStore(store.subscribe, store.people, store.people);
  return useMemo(
    () =>
      people
        .filter(({ selected }) => selected.length > 0)
        .map(({ userId, selected }) => ({ ...toTeammate(userId), selected })),
    [people, toTeammate],
  );
}

/** Shows the others of the workspace which episodes one has selected, the first {@link SHOWN_MAX}, for as long as this is on the screen. */
export function usePublishSelection(ids: readonly string[]): void {
  const client = useTRPCClient();
  const { workspace } = useWorkspace();
  const { slug } = workspace;
  const shown = useRef<{ unsubscribe: () => void } | null>(null);
  const key = JSON.stringify(ids.slice(0, SHOWN_MAX));
  useEffect(() => {
    const timer = setTimeout(() => {
      const before = shown.current;
      const sessionIds = JSON.parse(key) as string[];
      shown.current =
        sessionIds.length === 0 ? null : client.presence.show.subscribe({ workspace: slug, sessionIds }, {});
      // The new one stands before the old one goes: nobody sees it blink.
      before?.unsubscribe();
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [client, slug, key]);
  useEffect(() => () => shown.current?.unsubscribe(), []);
}
