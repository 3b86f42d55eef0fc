import type { FileSpans } from "./file-spans.ts";
import { NO_COUNTS } from "./session-counts.ts";
import type { SessionCounts } from "./session-record.ts";

/** What is durable of a session. A copy. */
export interface SessionState {
  session: string;
  meta: string;
  /** The sequence number wanted next: all before it are durable. */
  nextSeq: number;
  /** Marks without a sequence number are numbered 1, 2, 3, … by the log. */
  nextMark: number;
  open: boolean;
  /** Given with `close`; null while open. */
  closeReason: string | null;
  /** Sequence numbers that damage of the disk has taken. Empty unless the recovery reported losses. */
  gaps: SeqRange[];
  /** Of the whole session, what was deleted from the log included; what damage has taken, not. */
  counts: SessionCounts;
}

/** Both ends inclusive. */
export interface SeqRange {
  from: number;
  to: number;
}

/** A session inside the log: what is durable, and where the next append stands. */
export class LiveSession<Index extends FileSpans = FileSpans> {
  readonly index: Index;
  durable: SessionState | null = null;
  /** As it will be when all that waits is durable. */
  waiting: { nextSeq: number; nextMark: number; open: boolean };

  constructor(index: Index) {
    this.index = index;
    this.waiting = { nextSeq: 1, nextMark: 1, open: true };
  }

  /** Forgets what waited. */
  rewind(): void {
    if (this.durable === null) return;
    const { nextSeq, nextMark, open } = this.durable;
    this.waiting = { nextSeq, nextMark, open };
  }
}

export function newState(session: string, meta: string, nextSeq = 1): SessionState {
  return {
    session,
    meta,
    nextSeq,
    nextMark: 1,
    open: true,
    closeReason: null,
    gaps: [],
    counts: { ...NO_COUNTS },
  };
}

export function copyState(state: SessionState): SessionState {
  return { ...state, gaps: state.gaps.map((gap) => ({ ...gap })), counts: { ...state.counts } };
}
