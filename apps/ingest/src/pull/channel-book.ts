import { channelDecoder } from "./decode/channel-decoder.ts";
import { DecodeError } from "./decode/decode-error.ts";
import type { Decode, DecodedMessage } from "./decode/decoded.ts";
import type { Channel } from "./foxglove/channel.ts";
import { ServerFault } from "./foxglove/server-fault.ts";
import { tooManyChannels } from "./foxglove/server-text.ts";
import { PULL_LIMITS } from "./pull-limits.ts";

interface Entry {
  channel: Channel;
  /** Null: not recorded. */
  decode: Decode | null;
  notes: Set<string>;
  unreadable: number;
}

const NOTES_MAX = 4;

/** The channels one server offers now: which are recorded, how, and why the others are not. */
export class ChannelBook {
  readonly #entries = new Map<number, Entry>();
  #schemaBytes = 0;

  get recorded(): number {
    return [...this.#entries.values()].filter(({ decode }) => decode !== null).length;
  }

  get offered(): number {
    return this.#entries.size;
  }

  /**
   * @returns the channels to subscribe to
   * @throws ServerFault when there are too many
   */
  offer(channels: readonly Channel[]): number[] {
    const wanted: number[] = [];
    for (const channel of channels) {
      // An id that is offered again is the same channel, by the protocol.
      if (this.#entries.has(channel.id)) continue;
      if (this.#entries.size >= PULL_LIMITS.channelsMax) throw tooManyChannels();
      const entry = this.#enter(channel);
      this.#entries.set(channel.id, entry);
      if (entry.decode !== null) wanted.push(channel.id);
    }
    return wanted;
  }

  withdraw(ids: readonly number[]): void {
    for (const id of ids) {
      this.#schemaBytes -= this.#entries.get(id)?.channel.schema.length ?? 0;
      this.#entries.delete(id);
    }
  }

  /** @returns null for a message that cannot be read; why is noted */
  decode(id: number, payload: Uint8Array): { topic: string; message: DecodedMessage } | null {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.decode === null) return null;
    try {
      return { topic: entry.channel.topic, message: entry.decode(payload) };
    } catch (thrown) {
      entry.unreadable++;
      this.note(id, thrown instanceof DecodeError ? thrown.message : "a message could not be read");
      return null;
    }
  }

  note(id: number, words: string): void {
    const notes = this.#entries.get(id)?.notes;
    if (notes !== undefined && notes.size < NOTES_MAX) notes.add(words);
  }

  /** One line a channel that is not, or not wholly, recorded. */
  lines(): string[] {
    return [...this.#entries.values()]
      .filter(({ notes }) => notes.size > 0)
      .map(({ channel, decode, notes, unreadable }) => {
        const what = decode === null ? "not recorded" : "not wholly recorded";
        const count = unreadable === 0 ? "" : ` (${unreadable} unreadable)`;
        return `${channel.topic.slice(0, 80)}: ${what}${count}: ${[...notes].join("; ")}.`;
      });
  }

  #enter(channel: Channel): Entry {
    try {
      return { channel, decode: this.#decoderOf(channel), notes: new Set(), unreadable: 0 };
    } catch (thrown) {
      if (thrown instanceof ServerFault) throw thrown;
      const why = thrown instanceof DecodeError ? thrown.message : "its schema cannot be read";
      // The schema of what is not recorded is not kept.
      return { channel: { ...channel, schema: "" }, decode: null, notes: new Set([why]), unreadable: 0 };
    }
  }

  #decoderOf(channel: Channel): Decode {
    const { length } = channel.schema;
    if (length > PULL_LIMITS.schemaBytesMax) throw new DecodeError("its schema is too large");
    if (this.#schemaBytes + length > PULL_LIMITS.schemaBytesTotalMax) {
      throw new DecodeError("the schemas of all channels are too large");
    }
    if (this.recorded >= PULL_LIMITS.subscriptionsMax) {
      throw new DecodeError(`at most ${PULL_LIMITS.subscriptionsMax} channels are recorded`);
    }
    if (
      [...this.#entries.values()].some((one) => one.decode !== null && one.channel.topic === channel.topic)
    ) {
      throw new DecodeError("another channel has this name, and is recorded");
    }
    const decode = channelDecoder(channel);
    this.#schemaBytes += length;
    return decode;
  }
}
