import type { SessionEnded } from "@retake/protocol/messages";
import type { FinishedSession } from "./options.ts";
import type { OutgoingItem } from "./outgoing.ts";

/** What has been handed over, to hold against what the server says it keeps. */
export class Tally {
  messages = 0;
  frames = 0;
  marks = 0;
  refused = 0;

  add(item: OutgoingItem): void {
    if (item.type === "mark") this.marks++;
    else this.messages++;
    if (item.type === "message" && item.data_type === "image") this.frames++;
  }

  /**
   * @param before numbers that others have used in this session, before this client
   */
  settle(ended: SessionEnded, before: number): FinishedSession {
    const { messages, frames, dropped } = ended;
    const counts = { messages, frames, dropped };
    if (dropped > 0) return { ...counts, confirmed: false, doubt: `the server refused ${dropped} messages` };
    const enough = before > 0 ? messages >= this.messages : messages === this.messages;
    if (!enough) {
      const doubt = `the server keeps ${messages} messages, ${this.messages} were sent`;
      return { ...counts, confirmed: false, doubt };
    }
    const enoughFrames = before > 0 ? frames >= this.frames : frames === this.frames;
    if (!enoughFrames) {
      const doubt = `the server keeps ${frames} pictures, ${this.frames} were sent`;
      return { ...counts, confirmed: false, doubt };
    }
    return { ...counts, confirmed: true, doubt: null };
  }

  /** Protocol 1 has no counts: one whole connection carried all, and the server ended it in good order with 1000. */
  settlePlain({ connections, errors }: { connections: number; errors: number }): FinishedSession {
    const counts = { messages: this.messages, frames: this.frames, dropped: errors };
    const doubt =
      errors > 0
        ? `the server reported ${errors} errors`
        : connections > 1
          ? "the connection was cut: what was under way may be lost, and protocol 1 cannot tell"
          : null;
    return { ...counts, confirmed: doubt === null, doubt };
  }
}
