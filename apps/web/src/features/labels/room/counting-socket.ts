import { MESSAGE } from "@retake/collab/messages";

/** Second number of a sync message that only asks, and carries no update. */
const SYNC_ASKS = 0;

/** Whether a message carries an update: those are what the room counts when it says how many it has stored. */
export function carriesUpdate(message: Uint8Array): boolean {
  return message[0] === MESSAGE.sync && message[1] !== SYNC_ASKS;
}

/** A WebSocket that tells of each update it sends, and when it begins anew at none. */
export function countingSocket(on: { opened: () => void; sent: () => void }): typeof WebSocket {
  return class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener("open", on.opened);
    }

    override send(data: string | Blob | BufferSource): void {
      if (data instanceof Uint8Array && carriesUpdate(data)) on.sent();
      super.send(data);
    }
  };
}
