import { once } from "node:events";
import net from "node:net";
import type { Seeded } from "../seeded.ts";
import { countPings } from "./count-pings.ts";
import { slowPipe, type Weather } from "./slow-pipe.ts";

/** A connection that nobody has closed and nothing goes over any more, seen from the server. */
export interface Frozen {
  /** WebSocket pings of the server since. */
  pings(): number;
  /** Settles when the server has closed it. */
  freed: Promise<void>;
}

interface Connection {
  robot: net.Socket;
  door: net.Socket;
  stop: () => void;
  frozen: boolean;
}

/** A TCP line between robots and the door that a test breaks in all the ways in which networks do. */
export class FaultyLine implements AsyncDisposable {
  weather: Weather = {};
  /** Whether new connections are taken. */
  up = true;
  /** Connections taken so far. */
  taken = 0;
  readonly url: string;
  readonly #server: net.Server;
  readonly #door: URL;
  readonly #random: Seeded;
  readonly #connections = new Set<Connection>();

  private constructor(server: net.Server, door: URL, random: Seeded) {
    const { port } = server.address() as net.AddressInfo;
    this.#server = server;
    this.#door = door;
    this.#random = random;
    this.url = `ws://127.0.0.1:${port}${door.pathname}`;
    server.on("connection", (robot) => this.#take(robot));
  }

  /** @param door the WebSocket address at its other end */
  static async open(door: string, random: Seeded): Promise<FaultyLine> {
    const server = net.createServer({ allowHalfOpen: false });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FaultyLine(server, new URL(door), random);
  }

  /** Ends all connections in good order. */
  cut(): void {
    for (const { robot, door } of this.#connections) {
      robot.end();
      door.end();
      robot.destroySoon();
      door.destroySoon();
    }
  }

  /** Breaks all connections with a reset. */
  reset(): void {
    for (const { robot, door } of this.#connections) {
      robot.resetAndDestroy();
      door.resetAndDestroy();
    }
  }

  /** From now on nothing goes over the connections there are, in neither direction; neither end is told. */
  freeze(): Frozen[] {
    return [...this.#connections]
      .filter(({ frozen }) => !frozen)
      .map((connection) => this.#freeze(connection));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { robot, door } of this.#connections) {
      robot.destroy();
      door.destroy();
    }
    this.#server.close();
    await once(this.#server, "close");
  }

  #freeze(connection: Connection): Frozen {
    connection.frozen = true;
    connection.stop();
    const pings = countPings(connection.door);
    const freed = new Promise<void>((resolve) => connection.door.once("close", () => resolve()));
    return { pings, freed };
  }

  #take(robot: net.Socket): void {
    if (!this.up) return void robot.resetAndDestroy();
    this.taken++;
    const door = net.connect(Number(this.#door.port), this.#door.hostname);
    const both = { weather: () => this.weather, random: this.#random };
    const stops = [slowPipe(robot, door, both), slowPipe(door, robot, both)];
    const stop = (): void => {
      for (const one of stops) one();
    };
    const connection: Connection = { robot, door, frozen: false, stop };
    this.#connections.add(connection);
    for (const [socket, other] of [
      [robot, door],
      [door, robot],
    ] as const) {
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        if (connection.frozen && !socket.destroyed) return;
        if (!connection.frozen) other.destroy();
        if (other.destroyed) this.#connections.delete(connection);
      });
    }
  }
}
