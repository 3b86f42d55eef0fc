import type { Awareness } from "y-protocols/awareness";
import { z } from "zod";
import { CATEGORICAL } from "../../../ui/palette.ts";
import { createStore, type Store } from "./store.ts";

/** A label that is being dragged has this place, seconds; not stored yet. */
const draftSchema = z.object({
  id: z.string().max(64),
  start: z.number().finite(),
  end: z.number().finite().nullable(),
});
export type DraftSpan = z.infer<typeof draftSchema>;

/** The label and the neighbours that follow its edges. */
const DRAFTS_MAX = 3;

/** What everybody in a room tells the others. It is never stored. Strangers' words: shown as text only. */
const presenceSchema = z.object({
  user: z.object({
    id: z.string().max(64),
    name: z.string().max(200),
    colour: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  /** Seconds from the episode's start, when it was said. */
  t: z.number().finite(),
  playing: z.boolean(),
  rate: z.number().positive().max(64),
  sel: z.string().max(64).nullable(),
  view: z.object({ from: z.number().finite(), to: z.number().finite() }).nullable(),
  following: z.string().max(64).nullable(),
  typing: z.boolean(),
  draft: z.array(draftSchema).max(DRAFTS_MAX).default([]),
});
export type Presence = z.infer<typeof presenceSchema>;

/** What somebody else has in hand. */
export interface Drafted extends DraftSpan {
  who: { name: string; colour: string };
}

/** Somebody else's browser. */
export interface Teammate extends Presence {
  client: number;
  /** When it was heard, by this browser's clock in milliseconds. */
  heardMs: number;
}

/** The same colour for a person everywhere. */
export function colourOfPerson(id: string): string {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.charCodeAt(0)) >>> 0;
  return CATEGORICAL[sum % CATEGORICAL.length] ?? CATEGORICAL[0];
}

/** Where a teammate's playhead is by now. */
export function playheadOf({ t, playing, rate, heardMs }: Teammate, nowMs: number): number {
  return playing ? t + ((nowMs - heardMs) / 1000) * rate : t;
}

export interface PresenceStore {
  /** Changes with every word of anybody: for drawing by hand. */
  teammates: Store<readonly Teammate[]>;
  /** Changes when somebody comes, goes, follows, selects or types: for rendering. */
  people: Store<readonly Person[]>;
  /** By label; one's own other tabs are among them. */
  drafts: Store<ReadonlyMap<string, Drafted>>;
  attach: (awareness: Awareness, userId: string) => () => void;
  nameOfClient: (client: number) => Presence["user"] | null;
}

export interface Person {
  id: string;
  name: string;
  colour: string;
  following: string | null;
  typing: boolean;
  sel: string | null;
}

export function createPresence(): PresenceStore {
  const teammates = createStore<readonly Teammate[]>([]);
  const people = createStore<readonly Person[]>([], (a, b) => JSON.stringify(a) === JSON.stringify(b));
  const drafts = createStore<ReadonlyMap<string, Drafted>>(new Map(), (a, b) => a.size + b.size === 0);
  const known = new Map<number, Presence["user"]>();
  const attach = (awareness: Awareness, userId: string): (() => void) => {
    const heard = new Map<number, Teammate>();
    const inHand = new Map<number, Drafted[]>();
    const read = (client: number): void => {
      const state = presenceSchema.safeParse(awareness.getStates().get(client));
      inHand.delete(client);
      if (!state.success) return void heard.delete(client);
      const { user, draft } = state.data;
      known.set(client, user);
      if (draft.length > 0)
        inHand.set(
          client,
          draft.map((one) => ({ ...one, who: user })),
        );
      // One's own other tabs are nobody else.
      if (user.id !== userId) heard.set(client, { ...state.data, client, heardMs: performance.now() });
    };
    const onChange = (changes: { added: number[]; updated: number[]; removed: number[] }): void => {
      for (const client of [...changes.added, ...changes.updated, ...changes.removed])
        if (client !== awareness.clientID) read(client);
      teammates.set([...heard.values()]);
      people.set(personsIn(teammates.get()));
      drafts.set(new Map([...inHand.values()].flat().map((one) => [one.id, one])));
    };
    onChange({ added: [...awareness.getStates().keys()], updated: [], removed: [] });
    awareness.on("change", onChange);
    return () => {
      awareness.off("change", onChange);
      teammates.set([]);
      people.set([]);
      drafts.set(new Map());
    };
  };
  return { teammates, people, drafts, attach, nameOfClient: (client) => known.get(client) ?? null };
}

/** One a person, however many tabs they have. */
function personsIn(all: readonly Teammate[]): Person[] {
  const byId = new Map<string, Person>();
  for (const { user, following, typing, sel } of all) {
    const before = byId.get(user.id);
    const isTyping = typing || before?.typing === true;
    byId.set(user.id, {
      ...user,
      following: following ?? before?.following ?? null,
      typing: isTyping,
      sel: sel ?? before?.sel ?? null,
    });
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
