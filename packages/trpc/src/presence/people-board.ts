import { randomUUID } from "node:crypto";
import type { Listener } from "@retake/db/notify";
import { PRESENCE_LIMITS } from "./limits.ts";
import { tellPlace, readPlace, type Place } from "./place-words.ts";

/** One person, in however many tabs, as the others of the workspace see them. */
export interface PersonHere {
  userId: string;
  /** Episodes that they have open, by session id. */
  open: string[];
  /** Episodes that they have selected. */
  selected: string[];
}

/** One tab's, or one room's, share in where somebody is. */
export interface Mark {
  workspaceId: string;
  userId: string;
  open?: string;
  selected?: readonly string[];
}

/** Where the people of all workspaces are now, in all processes. It is never stored. */
export interface PeopleBoard {
  /** Stands until the answer is called. */
  put(mark: Mark): () => void;
  list(workspaceId: string): PersonHere[];
  /** Rings when somebody of the workspace comes, goes or selects. @returns a function that stops */
  onChange(workspaceId: string, ring: () => void): () => void;
  close(): void;
}

export interface PeopleBoardOptions {
  signals: Pick<Listener, "on" | "onGap">;
  /** Says a word to the other processes; it may get lost. */
  publish: (payload: string) => void;
  now?: () => number;
}

/** What another process last said of one person. */
interface Elsewhere extends Place {
  process: string;
}

/**
 * Processes tell each other of a person whenever that person's marks have changed, and that they are there; what a silent one said is forgotten.
 * `<process> hello` is answered with everything.
 */
export function createPeopleBoard({ signals, publish, now = Date.now }: PeopleBoardOptions): PeopleBoard {
  const self = randomUUID();
  const marks = new Set<Mark>();
  const elsewhere = new Map<string, Elsewhere>();
  const heard = new Map<string, number>();
  const bells = new Map<string, Set<() => void>>();
  const dirty = new Map<string, Pick<Place, "workspaceId" | "userId">>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const ring = (workspaceId: string): void => bells.get(workspaceId)?.forEach((bell) => bell());

  function placeHere({ workspaceId, userId }: Pick<Place, "workspaceId" | "userId">): Place {
    const mine = [...marks].filter((one) => one.workspaceId === workspaceId && one.userId === userId);
    return {
      workspaceId,
      userId,
      ...joined(
        mine.map(({ open, selected = [] }) => ({ open: open === undefined ? [] : [open], selected })),
      ),
    };
  }

  function flush(): void {
    timer = null;
    const told = [...dirty.values()];
    dirty.clear();
    for (const who of told) publish(tellPlace(self, placeHere(who)));
  }

  function changed(who: Pick<Place, "workspaceId" | "userId">): void {
    ring(who.workspaceId);
    dirty.set(`${who.workspaceId} ${who.userId}`, who);
    timer ??= setTimeout(flush, PRESENCE_LIMITS.tellMs);
  }

  function forget(process: string): void {
    heard.delete(process);
    for (const [key, place] of elsewhere) {
      if (place.process !== process) continue;
      elsewhere.delete(key);
      ring(place.workspaceId);
    }
  }

  function receive(payload: string): void {
    const [process = "", word = ""] = payload.split(" ", 2);
    if (process === self) return;
    heard.set(process, now());
    if (word === "hello") for (const mark of marks) changed(mark);
    if (word === "bye") forget(process);
    const place = word === "at" ? readPlace(payload) : null;
    if (place === null) return;
    const key = `${process} ${place.workspaceId} ${place.userId}`;
    if (place.open.length + place.selected.length === 0) elsewhere.delete(key);
    else elsewhere.set(key, { process, ...place });
    ring(place.workspaceId);
  }

  const beat = setInterval(() => {
    publish(`${self} here`);
    for (const [process, at] of heard) if (now() - at > 3 * PRESENCE_LIMITS.pulseMs) forget(process);
  }, PRESENCE_LIMITS.pulseMs);
  const stops = [signals.on("people", receive), signals.onGap(() => publish(`${self} hello`))];
  publish(`${self} hello`);
  return {
    put(mark) {
      marks.add(mark);
      changed(mark);
      return () => {
        if (marks.delete(mark)) changed(mark);
      };
    },
    list(workspaceId) {
      const here = [...marks].filter((one) => one.workspaceId === workspaceId).map(({ userId }) => userId);
      const there = [...elsewhere.values()].filter((one) => one.workspaceId === workspaceId);
      return [...new Set([...here, ...there.map(({ userId }) => userId)])].sort().map((userId) => {
        const others = there.filter((one) => one.userId === userId);
        return { userId, ...joined([placeHere({ workspaceId, userId }), ...others]) };
      });
    },
    onChange(workspaceId, bell) {
      const mine = bells.get(workspaceId) ?? new Set();
      bells.set(workspaceId, mine.add(bell));
      return () => {
        mine.delete(bell);
        if (mine.size === 0) bells.delete(workspaceId);
      };
    },
    close() {
      clearInterval(beat);
      if (timer !== null) clearTimeout(timer);
      stops.forEach((stop) => stop());
      publish(`${self} bye`);
    },
  };
}

/** Of several tabs, each once, within the limits. */
function joined(
  places: readonly { open: readonly string[]; selected: readonly string[] }[],
): Pick<PersonHere, "open" | "selected"> {
  return {
    open: [...new Set(places.flatMap(({ open }) => open))].slice(0, PRESENCE_LIMITS.openMax),
    selected: [...new Set(places.flatMap(({ selected }) => selected))].slice(0, PRESENCE_LIMITS.selectedMax),
  };
}
