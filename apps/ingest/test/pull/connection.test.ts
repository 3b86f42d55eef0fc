import { createServer } from "node:http";
import net, { type AddressInfo } from "node:net";
import { checkPullUrl, pullRules } from "@retake/core/pull-address";
import { describe, expect, test } from "vitest";
import type { WebSocket } from "ws";
import type { Channel } from "../../src/pull/foxglove/channel.ts";
import {
  connectFoxglove,
  type FoxgloveConnection,
  type FoxgloveEars,
} from "../../src/pull/foxglove/connect-foxglove.ts";
import { PULL_LIMITS } from "../../src/pull/pull-limits.ts";
import { eventually } from "../sockets/eventually.ts";
import { channel } from "./encoders.ts";
import { startScriptedServer } from "./servers.ts";

const rules = pullRules(null, "127.0.0.1");

interface Heard {
  problem: Promise<string | null>;
  offers: Channel[];
  data: { channelId: number; logNs: bigint; bytes: number }[];
  complaints: string[];
  connection: FoxgloveConnection;
}

/** Listens to a server and subscribes to all that it offers. */
function listen(
  url: string,
  times = { openMs: 5_000, pulseMs: 5_000 },
  more: Partial<FoxgloveEars> = {},
): Heard {
  const heard = { offers: [] as Channel[], data: [] as Heard["data"], complaints: [] as string[] };
  let close: (problem: string | null) => void = () => undefined;
  const problem = new Promise<string | null>((resolve) => (close = resolve));
  const connection: FoxgloveConnection = connectFoxglove(
    checkPullUrl(url, rules),
    rules,
    {
      info: () => undefined,
      offered(channels) {
        heard.offers.push(...channels);
        connection.subscribe(channels.map(({ id }) => id));
      },
      withdrawn: () => undefined,
      data: (channelId, logNs, payload) => heard.data.push({ channelId, logNs, bytes: payload.byteLength }),
      complaint: (words) => heard.complaints.push(words),
      closed: (words) => close(words),
      ...more,
    },
    times,
  );
  return { ...heard, problem, connection };
}

const INFO = JSON.stringify({ op: "serverInfo", name: "s", capabilities: [] });
const offer = (...channels: Channel[]): string => JSON.stringify({ op: "advertise", channels });
function data(subscription: number, ns: bigint, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt8(1, 0);
  head.writeUInt32LE(subscription, 1);
  head.writeBigUInt64LE(ns, 5);
  return Buffer.concat([head, payload]);
}
/** A plain TCP server. */
async function tcp(answer: (socket: net.Socket) => void): Promise<{ url: string } & AsyncDisposable> {
  const open = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
    answer(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

describe("a server that speaks foxglove.sdk.v1 as the protocol says", () => {
  test("offers, subscriptions, messages, complaints, withdrawals; what is of no concern is stepped over", async () => {
    const asked: unknown[] = [];
    await using server = await startScriptedServer((socket) => {
      socket.on("message", (bytes: Buffer) => {
        const message = JSON.parse(bytes.toString()) as {
          subscriptions: { id: number; channelId: number }[];
        };
        asked.push(message);
        const { id } = message.subscriptions[0]!;
        socket.send(data(id, 7n, Buffer.from("abc")));
        socket.send(Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 0]));
        socket.send(JSON.stringify({ op: "removeStatus", statusIds: ["x"] }));
        socket.send(JSON.stringify({ op: "status", level: 0, message: "fine" }));
        socket.send(JSON.stringify({ op: "status", level: 2, message: "camera lost" }));
        socket.send(data(id + 99, 8n, Buffer.from("nobody asked")));
        socket.send(data(id, 9n, Buffer.alloc(0)));
      });
      socket.send(INFO);
      socket.send(offer(channel(42, "/a", {})));
    });
    const heard = listen(server.url);
    await eventually(() => heard.data.length === 2);
    expect(heard.data).toEqual([
      { channelId: 42, logNs: 7n, bytes: 3 },
      { channelId: 42, logNs: 9n, bytes: 0 },
    ]);
    expect(asked).toEqual([{ op: "subscribe", subscriptions: [{ id: 1, channelId: 42 }] }]);
    expect(heard.complaints).toEqual(["camera lost"]);
    heard.connection.close();
    expect(await heard.problem).toBeNull();
  });

  test("nothing more is read while it is paused, and nothing is lost", async () => {
    const count = 400;
    let unsent = (): number => 0;
    await using server = await startScriptedServer((socket) => {
      unsent = () => socket.bufferedAmount;
      socket.on("message", () => {
        for (let i = 0; i < count; i++) socket.send(data(1, BigInt(i), Buffer.alloc(100_000)));
      });
      socket.send(INFO);
      socket.send(offer(channel(1, "/a", {})));
    });
    const heard = listen(server.url, undefined, {});
    await eventually(() => heard.data.length > 0);
    heard.connection.pause();
    const held = heard.data.length;
    expect(held).toBeLessThan(count);
    // The server is stuck with what the sockets' own buffers do not take.
    await eventually(() => unsent() > 10_000_000);
    expect(heard.data.length).toBeLessThan(count);
    heard.connection.resume();
    await eventually(() => heard.data.length === count);
    expect(heard.data.map(({ logNs }) => Number(logNs))).toEqual(Array.from({ length: count }, (_, i) => i));
    heard.connection.close();
  });
});

describe("whatever a server does instead, the connection ends in words and nothing else happens", () => {
  const cases: [string, (socket: WebSocket) => void, string][] = [
    ["text that is no JSON", (socket) => socket.send("hello"), "no JSON object"],
    ["deep JSON", (socket) => socket.send(`{"op":${"[".repeat(500_000)}`), "too much"],
    ["a cut off message", (socket) => socket.send(Buffer.from([1, 0, 0])), "cut off"],
    [
      "a frame beyond the limit",
      (socket) => socket.send(Buffer.alloc(PULL_LIMITS.frameBytesMax + 1)),
      "too large",
    ],
    ["an offer that is none", (socket) => socket.send('{"op":"advertise","channels":[7]}'), "cannot be read"],
    ["closing at once", (socket) => socket.close(), "closed the connection"],
    ["breaking off", (socket) => socket.terminate(), "broke"],
  ];
  test.each(cases)("%s", async (_, play, words) => {
    await using server = await startScriptedServer((socket) => {
      socket.send(INFO);
      play(socket);
    });
    expect(await listen(server.url).problem).toContain(words);
  });

  test("a server of another subprotocol, and one of none", async () => {
    for (const protocol of ["graphql-ws", false] as const) {
      await using server = await startScriptedServer((socket) => socket.send(INFO), { protocol });
      expect(await listen(server.url).problem).toContain("does not speak the protocol of Foxglove");
    }
  });

  test("a server that says nothing, and one that falls silent", async () => {
    await using mute = await startScriptedServer(() => undefined);
    expect(await listen(mute.url, { openMs: 50, pulseMs: 5_000 }).problem).toContain(
      "does not say who it is",
    );
    await using silent = await startScriptedServer((socket) => {
      socket.send(INFO);
      socket.pause();
    });
    expect(await listen(silent.url, { openMs: 5_000, pulseMs: 100 }).problem).toContain("fallen silent");
  });

  test("a web server, a redirect, garbage, an answer that never comes, and nothing at all", async () => {
    let asked = 0;
    const inner = createServer(() => asked++);
    await new Promise<void>((resolve) => inner.listen(0, "127.0.0.1", resolve));
    const location = `http://127.0.0.1:${(inner.address() as AddressInfo).port}/`;
    await using redirect = await tcp((socket) =>
      socket.end(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`),
    );
    expect(await listen(redirect.url).problem).toContain("web server (302)");
    expect(asked).toBe(0);
    await new Promise((resolve) => inner.close(resolve));
    await using web = await tcp((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    expect(await listen(web.url).problem).toContain("web server (200)");
    await using garbage = await tcp((socket) => socket.end("\0\0\0garbage"));
    expect(await listen(garbage.url).problem).toContain("broke");
    await using never = await tcp(() => undefined);
    expect(await listen(never.url, { openMs: 100, pulseMs: 5_000 }).problem).toContain("does not answer");
    const gone = never.url;
    await never[Symbol.asyncDispose]();
    expect(await listen(gone).problem).toContain("Nothing answers at");
  });
});

test("a name whose address changed since it was checked is refused before anything is sent", async () => {
  // `localhost` leads to this machine, which this list does not allow.
  const strict = pullRules(["10.0.0.0/8"], "0.0.0.0");
  let connections = 0;
  await using server = await tcp(() => connections++);
  const { port } = new URL(server.url);
  const problem = await new Promise<string | null>((resolve) => {
    const nothing = (): void => undefined;
    connectFoxglove(checkPullUrl(`ws://localhost:${port}/`, strict), strict, {
      info: nothing,
      offered: nothing,
      withdrawn: nothing,
      data: nothing,
      complaint: nothing,
      closed: resolve,
    });
  });
  expect(problem).toContain("RETAKE_PULL_HOSTS");
  expect(connections).toBe(0);
});
