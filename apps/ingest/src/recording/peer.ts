import type { ProtocolError } from "@retake/protocol/errors";
import type { ServerMessage } from "@retake/protocol/messages";

/** Whoever sends: a robot's socket, or what pulls from somewhere else and steps over most of this. Nothing here throws. */
export interface Peer {
  send(message: ServerMessage): void;
  /** Tells the error and closes with its code. */
  fail(error: ProtocolError): void;
  /** Closes in good order. */
  close(code: number, reason: string): void;
  /** Stops reading from it: what was read already may still come. */
  pause(): void;
  resume(): void;
}

/** Whose recording it is. */
export interface RecordingOwner {
  workspaceId: string;
  /** Null: no token stands behind it. */
  tokenId: string | null;
  /** What its robot is called, unless that name is taken. */
  name: string;
}
