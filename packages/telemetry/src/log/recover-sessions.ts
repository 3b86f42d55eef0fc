import { AppError } from "@retake/core/errors";
import { decodeHeadOf, decodeRecord, type RecordHead } from "./decode-record.ts";
import type { FileSpans } from "./file-spans.ts";
import type { LogLoss, RecordPlace } from "./scan-file.ts";
import { addCounts, countItems } from "./session-counts.ts";
import type { CarryRecord, SessionCounts } from "./session-record.ts";
import { LiveSession, newState, type SessionState } from "./session-state.ts";
import { trimRecord } from "./trim-record.ts";

/** Rebuilds what is durable of each session from the log's records, given in order. */
export class SessionRecovery<Index extends FileSpans> {
  readonly sessions = new Map<string, LiveSession<Index>>();
  /** Records whose CRC is right and whose content is not. */
  readonly unreadable: LogLoss[] = [];
  readonly #createIndex: () => Index;

  /** @param createIndex what is kept of where a session's records lie */
  constructor(createIndex: () => Index) {
    this.#createIndex = createIndex;
  }

  /** @throws AppError `conflict` when a later version wrote the record: to go on would be to forget what was acknowledged */
  add(payload: Buffer, place: RecordPlace): void {
    let head: RecordHead;
    try {
      head = decodeHeadOf(payload);
    } catch (error) {
      if (!(error instanceof AppError && error.code === "corrupt_data")) throw error;
      const { file, offset, length } = place;
      this.unreadable.push({ file, from: offset, to: offset + length, reason: "unreadable" });
      return;
    }
    if (head.kind === "carry") this.#carry(head);
    else if (head.kind === "items") this.#items(head, payload, place);
    else this.#apply(head, place);
  }

  #items(head: RecordHead & { kind: "items" }, payload: Buffer, place: RecordPlace): void {
    const { live, state } = this.#find(head.session);
    const end = head.firstSeq + head.count;
    if (end <= state.nextSeq) return;
    const begin = Math.max(head.firstSeq, state.nextSeq);
    addCounts(state.counts, begin === head.firstSeq ? head.counts : countsFrom(payload, begin));
    advance(state, begin, end);
    live.rewind();
    live.index.add(begin, end, place);
  }

  #apply(head: Exclude<RecordHead, { kind: "carry" | "items" }>, place: RecordPlace): void {
    const { live, state } = this.#find(head.session);
    switch (head.kind) {
      case "open":
      case "describe":
        state.meta = head.meta;
        break;
      case "mark":
        state.nextMark = head.number + 1;
        state.counts.marks++;
        break;
      case "close":
        state.open = false;
        state.closeReason = head.reason;
    }
    live.rewind();
    live.index.add(state.nextSeq, state.nextSeq, place);
  }

  #carry({ session, meta, nextSeq, nextMark, counts }: CarryRecord): void {
    const { live, state } = this.#find(session, nextSeq);
    state.meta = meta;
    // Larger than what was read when files before this one are gone: deleted, or lost.
    if (nextSeq > state.nextSeq) advance(state, nextSeq, nextSeq);
    state.nextMark = Math.max(state.nextMark, nextMark);
    state.counts = largerOf(state.counts, counts);
    live.rewind();
  }

  #find(session: string, nextSeq = 1): { live: LiveSession<Index>; state: SessionState } {
    const live = this.sessions.get(session) ?? new LiveSession(this.#createIndex());
    this.sessions.set(session, live);
    live.durable ??= newState(session, "", nextSeq);
    return { live, state: live.durable };
  }
}

function advance(state: SessionState, begin: number, end: number): void {
  if (begin > state.nextSeq) state.gaps.push({ from: state.nextSeq, to: begin - 1 });
  state.nextSeq = end;
}

function countsFrom(payload: Buffer, seq: number): SessionCounts {
  const record = trimRecord(decodeRecord(payload), seq);
  return countItems(record?.kind === "items" ? record.batch : { topics: [], items: [] });
}

function largerOf(a: SessionCounts, b: SessionCounts): SessionCounts {
  return {
    messages: Math.max(a.messages, b.messages),
    frames: Math.max(a.frames, b.frames),
    marks: Math.max(a.marks, b.marks),
    refused: Math.max(a.refused, b.refused),
  };
}
