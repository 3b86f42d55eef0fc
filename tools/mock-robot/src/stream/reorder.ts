import type { OutgoingItem } from "../client/outgoing.ts";

/** Most messages an item is held back behind. */
const BEHIND_MAX = 8;

/** Lets a share of messages pass later than their neighbours, as threads of a robot do. None is lost or added. */
export class Reorder {
  readonly #share: number;
  readonly #random: () => number;
  #held: { item: OutgoingItem; behind: number }[] = [];

  /** @param share 0 to 1 */
  constructor(share: number, random: () => number) {
    this.#share = share;
    this.#random = random;
  }

  /** @returns what is to be sent now */
  pass(item: OutgoingItem): OutgoingItem[] {
    if (this.#share > 0 && this.#random() < this.#share) {
      this.#held.push({ item, behind: 1 + Math.floor(this.#random() * BEHIND_MAX) });
      return [];
    }
    for (const held of this.#held) held.behind--;
    const due = this.#held.filter(({ behind }) => behind <= 0).map((held) => held.item);
    this.#held = this.#held.filter(({ behind }) => behind > 0);
    return [item, ...due];
  }

  rest(): OutgoingItem[] {
    const rest = this.#held.map(({ item }) => item);
    this.#held = [];
    return rest;
  }
}
