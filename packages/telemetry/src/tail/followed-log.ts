import { decodeHeadOf, decodeRecord, type RecordHead } from "../log/decode-record.ts";
import type { LogDisk } from "../log/log-disk.ts";
import { SessionRecovery } from "../log/recover-sessions.ts";
import type { LogLoss, RecordPlace } from "../log/scan-file.ts";
import type { LiveSession } from "../log/session-state.ts";
import { TailIndex } from "../log/tail-index.ts";
import { walkItems } from "../log/walk-items.ts";
import { FollowedFiles } from "./followed-files.ts";
import { FollowedSession } from "./followed-session.ts";

/** A log's files and what they say of its sessions, as far as it has been read. */
export class FollowedLog {
  /** Damage that was passed over. */
  readonly losses: LogLoss[] = [];
  /** Grows with everything that is read, or gone. */
  version = 0;
  readonly #recovery = new SessionRecovery(() => new TailIndex());
  readonly #followed = new Map<string, FollowedSession>();
  readonly #files: FollowedFiles;

  constructor(disk: LogDisk, folder: string) {
    this.#files = new FollowedFiles(disk, folder, {
      record: (payload, place) => this.#add(payload, place),
      loss: (loss) => void this.losses.push(loss),
      gone: (file) => this.#drop(file),
    });
  }

  /** @throws Contradiction; AppError `conflict` when a later version wrote the log; the disk's own errors */
  async refresh(): Promise<void> {
    await this.#files.refresh();
  }

  get sessions(): ReadonlyMap<string, LiveSession<TailIndex>> {
    return this.#recovery.sessions;
  }

  /** Empty for sessions that are not known. */
  followed(session: string): FollowedSession {
    return this.#followed.get(session) ?? new FollowedSession();
  }

  #add(payload: Buffer, place: RecordPlace): void {
    this.version++;
    const head = readableHead(payload);
    const before = head === null ? 1 : (this.sessions.get(head.session)?.durable?.nextSeq ?? 1);
    const unreadable = this.#recovery.unreadable.length;
    this.#recovery.add(payload, place);
    const damaged = this.#recovery.unreadable[unreadable];
    if (damaged !== undefined) this.losses.push(damaged);
    if (head?.kind === "items") this.#addItems(payload, place, head.session, Math.max(before, head.firstSeq));
    if (head?.kind === "mark") {
      const record = decodeRecord(payload);
      if (record.kind !== "mark") return;
      this.#follow(head.session).addMark(place.file, { key: `m${record.number}`, mark: record.mark });
    }
  }

  #addItems(payload: Buffer, place: RecordPlace, session: string, fromSeq: number): void {
    const nextSeq = this.sessions.get(session)?.durable?.nextSeq ?? 0;
    // All of it came before.
    if (nextSeq <= fromSeq) return;
    const followed = this.#follow(session);
    followed.begin(place, fromSeq, nextSeq);
    walkItems(payload, {
      sample: (sample) => {
        if (sample.seq >= fromSeq) followed.add(sample);
      },
      mark: (seq, mark) => {
        if (seq >= fromSeq) followed.addMark(place.file, { key: `s${seq}`, mark });
      },
    });
  }

  #follow(session: string): FollowedSession {
    const followed = this.followed(session);
    this.#followed.set(session, followed);
    return followed;
  }

  #drop(file: number): void {
    this.version++;
    for (const [session, { index, durable }] of this.#recovery.sessions) {
      index.dropBefore(file + 1);
      this.#followed.get(session)?.drop(file);
      if (!index.empty || durable?.open !== false) continue;
      this.#recovery.sessions.delete(session);
      this.#followed.delete(session);
    }
  }
}

/** What cannot be read is told by the recovery. */
function readableHead(payload: Buffer): RecordHead | null {
  try {
    return decodeHeadOf(payload);
  } catch {
    return null;
  }
}
