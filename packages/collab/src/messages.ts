/** First number of each message of a room's WebSocket: y-websocket's, and one of ours. */
export const MESSAGE = {
  sync: 0,
  awareness: 1,
  queryAwareness: 3,
  /** Server to client: a varuint, how many of this connection's updates (sync messages 1 and 2) are stored. */
  saved: 4,
} as const;

/** Why a room closed a connection. A client does not come back by itself after 4400 to 4499. */
export const CLOSE = {
  /** Its role changed, or the process ends: it comes back, and is let in as what it is now. */
  comeBack: 1012,
  /** Nothing can be stored at the moment; the client keeps its changes and comes back. */
  unavailable: 1013,
  invalid: 4400,
  loginEnded: 4401,
  forbidden: 4403,
  notFound: 4404,
  tooLarge: 4413,
  tooFast: 4429,
} as const;
