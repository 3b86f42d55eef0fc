import type { RoomPeer } from "./peer.ts";

/** A connection and what the room remembers of it. */
export class Visitor {
  readonly peer: RoomPeer;
  readonly mayGoOn: () => boolean;
  /** How many of its updates are stored. */
  saved = 0;
  /** It has the document, or is being sent it: before that there is nothing to change. */
  hasJoined = false;
  isGone = false;
  /** Nothing more of it is stored. */
  isRefused = false;

  constructor(peer: RoomPeer, mayGoOn: () => boolean) {
    this.peer = peer;
    this.mayGoOn = mayGoOn;
  }
}
