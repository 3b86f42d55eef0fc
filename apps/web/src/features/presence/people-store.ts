import type { createClient } from "../../trpc/client.ts";

type Client = ReturnType<typeof createClient>;

/** Somebody else of the workspace. */
export interface PersonHere {
  userId: string;
  /** Session ids. */
  open: readonly string[];
  selected: readonly string[];
}

/** Who of a workspace has what open or selected, from one subscription for all who listen. It ends with the last of them. */
export interface PeopleStore {
  subscribe: (listener: () => void) => () => void;
  people: () => readonly PersonHere[];
  /** Ids of those who have an episode open; the same list until it changes. */
  at: (sessionId: string) => readonly string[];
  /** The same map until anybody opens or leaves one. */
  open: () => ReadonlyMap<string, readonly string[]>;
}

const NOBODY: readonly string[] = [];

export function createPeopleStore(
  listen: (onData: (people: readonly PersonHere[]) => void) => () => void,
): PeopleStore {
  const listeners = new Set<() => void>();
  let people: readonly PersonHere[] = [];
  let open: ReadonlyMap<string, readonly string[]> = new Map();
  let stop: (() => void) | null = null;
  const hear = (now: readonly PersonHere[]): void => {
    people = now;
    open = sameWhereEqual(open, byEpisode(now));
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      stop ??= listen(hear);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
        people = [];
        open = new Map();
      };
    },
    people: () => people,
    at: (sessionId) => open.get(sessionId) ?? NOBODY,
    open: () => open,
  };
}

function byEpisode(people: readonly PersonHere[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { userId, open } of people)
    for (const sessionId of open) found.set(sessionId, [...(found.get(sessionId) ?? []), userId]);
  return found;
}

/** Whoever has kept a list sees by its identity that nothing is different. */
function sameWhereEqual(
  before: ReadonlyMap<string, readonly string[]>,
  after: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  let isSame = before.size === after.size;
  const kept = new Map<string, readonly string[]>();
  for (const [sessionId, ids] of after) {
    const old = before.get(sessionId);
    const isKept = old?.join() === ids.join();
    isSame &&= isKept;
    kept.set(sessionId, isKept && old !== undefined ? old : ids);
  }
  return isSame ? before : kept;
}

const stores = new WeakMap<Client, Map<string, PeopleStore>>();

/** The one store of a workspace in this page; one's own tabs are nobody else. */
export function peopleStoreOf(client: Client, workspace: string, ownId: string): PeopleStore {
  const mine = stores.get(client) ?? new Map<string, PeopleStore>();
  stores.set(client, mine);
  const store =
    mine.get(workspace) ??
    createPeopleStore((onData) => {
      const subscription = client.presence.watch.subscribe(
        { workspace },
        { onData: (people) => onData(people.filter(({ userId }) => userId !== ownId)) },
      );
      return () => subscription.unsubscribe();
    });
  mine.set(workspace, store);
  return store;
}
