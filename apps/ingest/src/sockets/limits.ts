/** Limits on sockets. What is too much closes the socket with `rate_limited`, or is left unread until its time has come. */
export const SOCKET_LIMITS = {
  /** For the upgrade's request, and from it to a `session_start` that can be read. `start_timeout`. */
  startMs: 10_000,
  /** Tries to send a `session_start` that can be read. */
  startTriesMax: 8,
  /** Sockets that have not said who they are: of one address, and of all. Past it the oldest has to go. */
  lobbyPerAddressMax: 1_024,
  lobbyMax: 4_096,
  /** Sockets that record. `too_many_sessions`. */
  connectionsMax: 4_096,
  /** A socket from which nothing has come for one to two of these is given up. */
  heartbeatMs: 10_000,
  /** Of one connection; past it the socket is read as slowly as this. The burst is a resumed robot's backlog. */
  messagesPerS: 20_000,
  messagesBurst: 60_000,
  bytesPerS: 64 << 20,
  bytesBurst: 128 << 20,
  /** Pings and pongs of a client; faults that concern no numbered message. `rate_limited`. */
  controlPerS: 20,
  controlBurst: 100,
  faultsPerS: 10,
  faultsBurst: 50,
  /** Parts of one WebSocket message: each costs a hundred times its byte. `too_complex`. */
  fragmentsMax: 8_192,
  /** What a client leaves unread of our answers. */
  unreadBytesMax: 4 << 20,
  /** From our close frame to the end of the socket. */
  closingMs: 2_000,
  /** Told with `going_away`. */
  reconnectAfterMs: 1_000,
  /** A stopping service waits so long for the disk and its robots. */
  drainMs: 5_000,
  /** How often open sockets' tokens are looked at, besides being told of each revocation. */
  tokenSweepMs: 30_000,
} as const;

export type SocketLimits = { readonly [Name in keyof typeof SOCKET_LIMITS]: number };
