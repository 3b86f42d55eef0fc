import { BinaryEncoder } from "@retake/protocol/binary";
import type { DataItem, DataMessage, TopicDeclaration } from "@retake/protocol/messages";
import { encodeClientText } from "@retake/protocol/text";
import type { Numbered, Outbox } from "./outbox.ts";
import { bytesOf } from "./outgoing.ts";

/** `text`: one message a frame. `batch`: several in a text frame. `binary`: several in a binary frame; protocol 2 only. */
export type WireForm = "text" | "batch" | "binary";

const FRAME_MESSAGES_MAX = 256;
/** A frame ends behind the item that passes it: one of 5 MiB, as base64, still stays below the 8 MiB of a frame. */
const FRAME_BYTES_MAX = 256 << 10;

export interface WrittenFrame {
  frame: string | Uint8Array;
  items: Numbered[];
}

/** Takes what may be sent from the outbox and writes it as frames of one connection. */
export class FrameWriter {
  readonly #form: WireForm;
  readonly #binary: BinaryEncoder;
  /** Taken from the outbox but of another kind than the frame before it: binary form, so protocol 2, which sends it again. */
  #held: Numbered | null = null;

  constructor(form: WireForm, topics: readonly TopicDeclaration[]) {
    this.#form = form;
    this.#binary = new BinaryEncoder(topics);
  }

  /** The next frame, in the order of the numbers; null: nothing may be sent now. */
  write(outbox: Outbox): WrittenFrame | null {
    const items = this.#take(outbox);
    const first = items[0];
    if (first === undefined) return null;
    const data = items.map(({ seq, item }) => ({ ...item, seq }) as DataItem);
    // Marks have no binary form.
    if (this.#form !== "binary" || first.item.type === "mark") {
      return { frame: encodeClientText({ type: "data", declared: [], items: data }), items };
    }
    return { frame: this.#binary.encode(data as DataMessage[]), items };
  }

  /** What belongs into one frame: of one kind, few and small enough. */
  #take(outbox: Outbox): Numbered[] {
    const items: Numbered[] = [];
    let bytes = 0;
    const most = this.#form === "text" ? 1 : FRAME_MESSAGES_MAX;
    while (items.length < most && bytes < FRAME_BYTES_MAX) {
      const next = this.#held ?? outbox.next();
      this.#held = null;
      if (next === null) break;
      const isOther =
        this.#form === "binary" && items[0] !== undefined && items[0].item.type !== next.item.type;
      if (isOther) {
        this.#held = next;
        break;
      }
      items.push(next);
      bytes += bytesOf(next.item);
    }
    return items;
  }

  /** The server wants earlier numbers first: the outbox gives all of them again. */
  startOver(): void {
    this.#held = null;
  }
}
