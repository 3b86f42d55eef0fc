/** The server's clock as this browser knows it: the two may be minutes apart. Milliseconds since 1970. */
export class ServerClock {
  #aheadMs = 0;

  /** @param serverTime seconds since 1970, as a message said just now */
  heard(serverTime: number): void {
    this.#aheadMs = serverTime * 1000 - Date.now();
  }

  now(): number {
    return Date.now() + this.#aheadMs;
  }
}
