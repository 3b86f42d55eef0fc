import { decodeHeadOf } from "../log/decode-record.ts";
import type { LogDisk } from "../log/log-disk.ts";
import { SessionRecovery } from "../log/recover-sessions.ts";
import type { LogLoss, RecordPlace } from "../log/scan-file.ts";
import type { LiveSession } from "../log/session-state.ts";
import { walkSamples } from "../log/walk-samples.ts";
import { FollowedFiles } from "./followed-files.ts";
import { FollowedSession } from "./followed-session.ts";

/** A log's files and what they say of its sessions, as far as it has been read. */
export class FollowedLog {
  /** Damage that was passed over. */
  readonly losses: LogLoss[] = [];
  /** Grows with everything that is read, or gone. */
  version = 0;
  readonly #recovery = new SessionRecovery();
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

  get sessions(): ReadonlyMap<string, LiveSession> {
    return this.#recovery.sessions;
  }

  /** Empty for sessions that are not known. */
  followed(session: string): FollowedSession {
    return this.#followed.get(session) ?? new FollowedSession();
  }

  #add(payload: Buffer, place: RecordPlace): void {
    this.version++;
    const unreadable = this.#recovery.unreadable.length;
    const session = this.#nextSeqs(payload);
    this.#recovery.add(payload, place);
    const damaged = this.#recovery.unreadable[unreadable];
    if (damaged !== undefined) this.losses.push(damaged);
    if (session === null) return;
    const nextSeq = this.sessions.get(session.name)?.durable?.nextSeq ?? 0;
    const fromSeq = Math.max(session.nextSeq, session.firstSeq);
    if (nextSeq <= fromSeq) return;
    const followed = this.followed(session.name);
    this.#followed.set(session.name, followed);
    followed.begin(place, fromSeq, nextSeq);
    walkSamples(payload, (sample) => {
      if (sample.seq >= fromSeq) followed.add(sample);
    });
  }

  /** Of a record with items: its session's number wanted before it, and its first. */
  #nextSeqs(payload: Buffer): { name: string; nextSeq: number; firstSeq: number } | null {
    try {
      const head = decodeHeadOf(payload);
      if (head.kind !== "items") return null;
      const nextSeq = this.sessions.get(head.session)?.durable?.nextSeq ?? 1;
      return { name: head.session, nextSeq, firstSeq: head.firstSeq };
    } catch {
      // Told by the recovery.
      return null;
    }
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
