/** One connection to a room, as the room sees it. */
export interface RoomPeer {
  userId: string;
  /** False: it reads, and is seen. */
  canWrite: boolean;
  send(message: Uint8Array): void;
  /** Bytes that were sent and not yet read by the other side. */
  backlogBytes(): number;
  close(code: number, reason: string): void;
}

/** The same connection, as its socket sees it. */
export interface RoomConnection {
  receive(message: Uint8Array): void;
  /** The other side is gone. What it sent before is still stored. */
  left(): void;
  /** It may no longer write, or no longer be here: nothing of it that is not stored yet will be. */
  revoke(code: number, reason: string): void;
}
