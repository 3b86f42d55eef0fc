"use client";
import { useMemo, useSyncExternalStore } from "react";
import { colourOfPerson } from "../labels/room/presence.ts";
import { useMembers } from "../labels/session/use-members.ts";
import { usePeopleStore } from "./use-people-store.ts";

/** Somebody else of the workspace, as they are drawn everywhere. */
export interface Teammate {
  id: string;
  name: string;
  colour: string;
}

/** Which episodes have teammates in them now, by session id. The same map until that changes. */
export function useOpenEpisodes(): ReadonlyMap<string, readonly Teammate[]> {
  const store = usePeopleStore();
  const toTeammate = useToTeammate();
  const open = useSyncExternalStore(store.subscribe, store.open, store.open);
  return useMemo(
    () => new Map([...open].map(([sessionId, ids]) => [sessionId, ids.map(toTeammate)])),
    [open, toTeammate],
  );
}

/** Who has this one episode open; renders for its changes only. */
export function useTeammatesAt(sessionId: string): readonly Teammate[] {
  const store = usePeopleStore();
  const toTeammate = useToTeammate();
  const get = (): readonly string[] => store.at(sessionId);
  const ids = useSyncExternalStore(store.subscribe, get, get);
  return useMemo(() => ids.map(toTeammate), [ids, toTeammate]);
}

export function useToTeammate(): (id: string) => Teammate {
  const { nameOf } = useMembers();
  return useMemo(() => (id) => ({ id, name: nameOf(id), colour: colourOfPerson(id) }), [nameOf]);
}
