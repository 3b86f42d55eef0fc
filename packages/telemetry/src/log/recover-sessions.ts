import { decodeHeadOf, type RecordHead } from "./record-codec.ts";
import type { LogLoss, RecordPlace } from "./scan-file.ts";
import { LiveSession, newState, type SessionState } from "./session-state.ts";

/** Rebuilds what is durable of each session from the log's records, given in order. */
export class SessionRecovery {
  readonly sessions = new Map<string, LiveSession>();
  /** Records whose CRC is right and whose content is not known: written by a later version. */
  readonly unreadable: LogLoss[] = [];

  add(payload: Buffer, place: RecordPlace): void {
    let head: RecordHead;
    try {
      head = decodeHeadOf(payload);
    } catch {
      const { file, offset, length } = place;
      this.unreadable.push({ file, from: offset, to: offset + length, reason: "unreadable" });
      return;
    }
    this.#apply(head, place);
  }

  #apply(head: RecordHead, place: RecordPlace): void {
    if (head.kind === "carry") return this.#carry(head);
    const { live, state } = this.#find(head.session, "meta" in head ? head.meta : "");
    const begin = head.kind === "samples" ? head.firstSeq : state.nextSeq;
    const end = head.kind === "samples" ? head.firstSeq + head.count : state.nextSeq;
    if (end < state.nextSeq || (head.kind === "samples" && end === state.nextSeq)) return;
    advance(state, Math.max(begin, state.nextSeq), end);
    if (head.kind === "mark") state.nextMark = head.number + 1;
    if (head.kind === "close") {
      state.open = false;
      state.closeReason = head.reason;
    }
    live.rewind();
    live.index.add(begin, end, place);
  }

  #carry({ session, meta, nextSeq, nextMark }: RecordHead & { kind: "carry" }): void {
    const { live, state } = this.#find(session, meta, nextSeq);
    if (nextSeq > state.nextSeq) advance(state, nextSeq, nextSeq);
    state.nextMark = Math.max(state.nextMark, nextMark);
    live.rewind();
  }

  #find(session: string, meta: string, nextSeq = 1): { live: LiveSession; state: SessionState } {
    const live = this.sessions.get(session) ?? new LiveSession(null);
    this.sessions.set(session, live);
    live.durable ??= newState(session, meta, nextSeq);
    if (live.durable.meta === "") live.durable.meta = meta;
    return { live, state: live.durable };
  }
}

function advance(state: SessionState, begin: number, end: number): void {
  if (begin > state.nextSeq) state.gaps.push({ from: state.nextSeq, to: begin - 1 });
  state.nextSeq = end;
}
