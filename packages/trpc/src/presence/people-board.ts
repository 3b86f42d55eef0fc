import { randomUUID } from "node:crypto";
import type { Listener } from "@retake/db/notify";
import { PRESENCE_LIMITS } from "./limits.ts";
import { PeopleElsewhere } from "./people-elsewhere.ts";
import { tellPlace, type Place } from "./place-words.ts";

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

/**
 * Processes tell each other of a person whenever that person's marks have changed, and that they are there; what a silent one said is forgotten.
 * `<process> hello` is answered with everything.
 */
export function createPeopleBoard({ signals, publish, now = Date.now }: PeopleBoardOptions): PeopleBoard {
  const self = randomUUID();
  const marks = new Set<Mark>();
  const bells = new Map<string, Set<() => void>>();
  const dirty = new Map<string, Pick<Place, "workspaceId" | "userId">>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const ring = (workspaceId: string): void => bells.get(workspaceId)?.forEach((bell) => bell());
  const elsewhere = new PeopleElsewhere(ring);

  function flush(): void {
    timer = null;
    const told = [...dirty.values()];
    dirty.clear();
    for (const who of told) publish(tellPlace(self, placeOf(who, marks)));
  }

  function changed(who: Pick<Place, "workspaceId" | "userId">): void {
    ring(who.workspaceId);
    dirty.set(`${who.workspaceId} ${who.userId}`, who);
    timer ??= setTimeout(flush, PRESENCE_LIMITS.tellMs);
  }

  function receive(payload: string): void {
    const [process = "", word = ""] = payload.split(" ", 2);
    if (process === self) return;
    elsewhere.hear(process, word, payload, now());
    if (word === "hello") for (const mark of marks) changed(mark);
  }

  const beat = setInterval(() => {
    publish(`${self} here`);
    elsewhere.forgetSilent(now() - 3 * PRESENCE_LIMITS.pulseMs);
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
    list: (workspaceId) => everybodyIn(workspaceId, marks, elsewhere.list(workspaceId)),
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

function placeOf(
  { workspaceId, userId }: Pick<Place, "workspaceId" | "userId">,
  marks: ReadonlySet<Mark>,
): Place {
  const mine = [...marks].filter((one) => one.workspaceId === workspaceId && one.userId === userId);
  const places = mine.map(({ open, selected = [] }) => ({
    open: open === undefined ? [] : [open],
    selected,
  }));
  return { workspaceId, userId, ...joined(places) };
}

function everybodyIn(workspaceId: string, marks: ReadonlySet<Mark>, there: readonly Place[]): PersonHere[] {
  const here = [...marks].filter((one) => one.workspaceId === workspaceId);
  const ids = new Set([...here, ...there].map(({ userId }) => userId));
  return [...ids].sort().map((userId) => {
    const others = there.filter((one) => one.userId === userId);
    return { userId, ...joined([placeOf({ workspaceId, userId }, marks), ...others]) };
  });
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
