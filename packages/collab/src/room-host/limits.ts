/** Limits of a room. What goes beyond one ends its connection and nobody else's. */
export const ROOM_LIMITS = {
  /** One message; the WebSocket server refuses longer ones unread. */
  messageBytesMax: 4 << 20,
  /** Some thousand changes made offline. */
  updateBytesMax: 1 << 20,
  /** 100,000 segments. */
  documentBytesMax: 16 << 20,
  /** One person's presence. */
  awarenessBytesMax: 8 << 10,
  /** A pointer that moves sends 60 changes a second, and as many words about presence. */
  messagesPerS: 300,
  messagesBurst: 1_000,
  /** A socket that does not read is cut off; it comes back and reads the whole. */
  backlogBytesMax: 8 << 20,
  /** Presence goes out at most 30 times a second. */
  awarenessMs: 33,
  /** A room stays in memory this long after its last visitor. */
  idleMs: 60_000,
  /** A room opens from its snapshot and at most this many updates. */
  updatesPerSnapshot: 500,
  /** While nothing can be stored, visitors stay for this long, unsaved. */
  giveUpMs: 30_000,
  textLengthMax: 4_096,
} as const;
