import type { DataFrame, SessionEnd } from "@retake/protocol/messages";
import type { RecordingMeta } from "@retake/core/recording-meta";
import type { StartRequest } from "../recording/recorder.ts";

/** What pulling needs of the recorder. */
export interface PullSink {
  /** As the recorder's. */
  start(request: StartRequest): Promise<PullFeed | null>;
  recordings(): { meta: Pick<RecordingMeta, "workspaceId" | "sessionId">; state: string }[];
}

/** What pulling needs of a feed. */
export interface PullFeed {
  /** @throws ProtocolError */
  take(frame: DataFrame): void;
  /** @throws ProtocolError */
  end(end: SessionEnd): void;
  detach(): void;
}
