import { readPlace, type Place } from "./place-words.ts";

interface Heard extends Place {
  process: string;
}

/** What the other processes last said of their people. */
export class PeopleElsewhere {
  readonly #places = new Map<string, Heard>();
  /** When each process was heard last, milliseconds since 1970. */
  readonly #heard = new Map<string, number>();
  readonly #ring: (workspaceId: string) => void;

  constructor(ring: (workspaceId: string) => void) {
    this.#ring = ring;
  }

  list(workspaceId: string): Place[] {
    return [...this.#places.values()].filter((one) => one.workspaceId === workspaceId);
  }

  hear(process: string, word: string, payload: string, at: number): void {
    if (word === "bye") return this.#forget(process);
    this.#heard.set(process, at);
    const place = word === "at" ? readPlace(payload) : null;
    if (place === null) return;
    const key = `${process} ${place.workspaceId} ${place.userId}`;
    if (place.open.length + place.selected.length === 0) this.#places.delete(key);
    else this.#places.set(key, { process, ...place });
    this.#ring(place.workspaceId);
  }

  /** Whoever was last heard before that moment is gone. */
  forgetSilent(before: number): void {
    for (const [process, at] of this.#heard) if (at < before) this.#forget(process);
  }

  #forget(process: string): void {
    this.#heard.delete(process);
    for (const [key, place] of this.#places) {
      if (place.process !== process) continue;
      this.#places.delete(key);
      this.#ring(place.workspaceId);
    }
  }
}
