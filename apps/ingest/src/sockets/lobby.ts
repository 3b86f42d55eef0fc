import type { Socket } from "node:net";
import type { SocketLimits } from "./limits.ts";

interface Waiting {
  address: string;
  evict: () => void;
}

/**
 * Sockets that have not said who they are. When there are too many the oldest is sent away, so that a robot, which is known within
 * milliseconds, always gets in.
 */
export class Lobby {
  readonly #limits: Pick<SocketLimits, "lobbyMax" | "lobbyPerAddressMax">;
  /** In the order of coming. */
  readonly #waiting = new Map<Socket, Waiting>();
  readonly #perAddress = new Map<string, Set<Socket>>();

  constructor(limits: Pick<SocketLimits, "lobbyMax" | "lobbyPerAddressMax">) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#waiting.size;
  }

  enter(socket: Socket): void {
    const address = socket.remoteAddress ?? "";
    const neighbours = this.#perAddress.get(address) ?? new Set();
    this.#perAddress.set(address, neighbours.add(socket));
    this.#waiting.set(socket, { address, evict: () => socket.destroy() });
    socket.once("close", () => this.leave(socket));
    if (neighbours.size > this.#limits.lobbyPerAddressMax) this.#evictFirst(neighbours);
    if (this.#waiting.size > this.#limits.lobbyMax) this.#evictFirst(this.#waiting.keys());
  }

  /** How to send it away now that it understands more. */
  upgraded(socket: Socket, evict: () => void): void {
    const waiting = this.#waiting.get(socket);
    if (waiting !== undefined) waiting.evict = evict;
  }

  leave(socket: Socket): void {
    const waiting = this.#waiting.get(socket);
    if (waiting === undefined) return;
    this.#waiting.delete(socket);
    const neighbours = this.#perAddress.get(waiting.address);
    neighbours?.delete(socket);
    if (neighbours?.size === 0) this.#perAddress.delete(waiting.address);
  }

  #evictFirst(sockets: Iterable<Socket>): void {
    for (const socket of sockets) {
      const evict = this.#waiting.get(socket)?.evict;
      this.leave(socket);
      return evict?.();
    }
  }
}
