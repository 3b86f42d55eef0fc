import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { DataItem } from "@retake/protocol/messages";
import { ProtocolServer } from "../testing/protocol-server.ts";
import type { WireForm } from "./frame-writer.ts";
import type { RobotClientOptions } from "./options.ts";
import type { OutgoingItem } from "./outgoing.ts";
import { RobotClient } from "./robot-client.ts";
import { RobotFailure } from "./robot-failure.ts";
import { openWebSocket } from "./robot-socket.ts";

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0xff, 0xd9);

function message(i: number): OutgoingItem {
  if (i % 17 === 16) return { type: "mark", timestamp: i / 50, kind: "note", text: `mark ${i}` };
  if (i % 5 === 4) {
    return {
      type: "message",
      topic: "/camera",
      timestamp: i / 50,
      frame_index: i,
      data_type: "image",
      data: JPEG,
    };
  }
  const data = Float32Array.of(i, -i);
  return {
    type: "message",
    topic: "/joints",
    timestamp: i / 50,
    frame_index: null,
    data_type: "float32[]",
    data,
  };
}

function client(server: ProtocolServer, options: Partial<RobotClientOptions> = {}): RobotClient {
  return new RobotClient({
    url: server.url,
    token: null,
    session: { sessionId: "one" },
    backoff: { firstMs: 1, maxMs: 20 },
    ...options,
  });
}

async function sendAll(
  robot: RobotClient,
  count: number,
  between?: (i: number) => Promise<void> | void,
): Promise<void> {
  for (let i = 0; i < count; i++) {
    while (!robot.send(message(i))) await robot.room();
    await between?.(i);
  }
}

function stamps(items: readonly DataItem[]): number[] {
  return items.map((item) => (item.type === "refused" ? -1 : Math.round(item.timestamp * 50)));
}

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

test.each<WireForm>(["text", "batch", "binary"])(
  "as %s every message arrives once, in order, and is confirmed",
  async (form) => {
    await using server = await ProtocolServer.listen({ credit: 50 });
    const robot = client(server, { form, session: { sessionId: "one", task: "sort", fps: 50 } });
    await robot.start();
    await sendAll(robot, 400);
    const finished = await robot.finish({ outcome: "success", totalReward: 1 });
    const { items, start } = server.session("one");
    expect(stamps(items)).toEqual(upTo(400));
    expect(start).toMatchObject({ task: "sort", fps: 50, resume: false, protocol: 2 });
    const messages = items.filter(({ type }) => type === "message").length;
    expect(finished).toEqual({ messages, frames: finished.frames, dropped: 0, confirmed: true, doubt: null });
    expect(finished.frames).toBeGreaterThan(50);
    expect(robot.stats).toMatchObject({ taken: 400, acked: 400, waiting: 0, inFlight: 0, reconnects: 0 });
  },
);

test("with cuts at any frame nothing is lost or doubled", async () => {
  const cutsAt = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      cutsAt,
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom<WireForm>("text", "binary"),
      async (cuts, credit, form) => {
        let frames = 0;
        await using server = await ProtocolServer.listen({
          credit,
          onFrame: (socket, connection) => {
            frames++;
            const cutAt = cuts[connection - 1];
            if (cutAt === undefined || frames < cutAt) return false;
            frames = 0;
            socket.terminate();
            return true;
          },
        });
        const robot = client(server, { form });
        await robot.start();
        await sendAll(robot, 150, (i) => (i % 10 === 9 ? breath() : undefined));
        const finished = await robot.finish();
        expect(finished.confirmed).toBe(true);
        expect(stamps(server.session("one").items)).toEqual(upTo(150));
      },
    ),
    { numRuns: 15 },
  );
});

test("the credit is never passed, and a full memory says no until there is an ack", async () => {
  await using server = await ProtocolServer.listen({ credit: 10, acks: false });
  const robot = client(server, { limits: { items: 25 } });
  await robot.start();
  const taken = upTo(40).filter((i) => robot.send(message(i)));
  expect(taken).toHaveLength(25);
  await expect.poll(() => server.session("one").items).toHaveLength(10);
  expect(robot.stats).toMatchObject({ inFlight: 10, waiting: 25 });
  const room = robot.room();
  server.acks = true;
  server.ackAll();
  await room;
  expect(robot.send(message(25))).toBe(true);
  expect((await robot.finish()).confirmed).toBe(true);
  expect(stamps(server.session("one").items)).toEqual(upTo(26));
});

test("memory is bounded by bytes too", async () => {
  await using server = await ProtocolServer.listen({ acks: false });
  const robot = client(server, { limits: { bytes: 100_000 } });
  await robot.start();
  const picture = { ...message(4), data: new Uint8Array(30_000) } as OutgoingItem;
  expect(upTo(10).filter(() => robot.send(picture))).toHaveLength(3);
  robot.stop();
});

test("a gap is filled, also one told after the end", async () => {
  await using server = await ProtocolServer.listen({ acks: false });
  const robot = client(server);
  await robot.start();
  await sendAll(robot, 30);
  await expect.poll(() => server.session("one").items).toHaveLength(30);
  // As a server that could not store what it had accepted.
  const session = server.session("one");
  session.gate.rewind(11);
  session.items.length = 10;
  const finished = await robot.finish();
  expect(finished.confirmed).toBe(true);
  expect(stamps(session.items)).toEqual(upTo(30));
});

test("refused messages are counted and not sent again", async () => {
  await using server = await ProtocolServer.listen();
  const robot = client(server);
  await robot.start();
  robot.send(message(0));
  robot.send({ ...message(1), data: Float32Array.of(1, 2, 3) } as OutgoingItem);
  robot.send(message(2));
  const finished = await robot.finish();
  expect(finished).toMatchObject({ messages: 2, dropped: 1, confirmed: false });
  expect(robot.stats).toMatchObject({ refused: 1, acked: 3 });
});

test("an answer to the end lost on the way is asked for again", async () => {
  let cut = false;
  await using server = await ProtocolServer.listen();
  const robot = client(server, {
    hooks: {
      // The line breaks when the server has ended the session and before its word is here.
      onSent: () => {
        if (cut) return;
        cut = true;
        void vi
          .waitFor(() => expect(server.session("one").ended).not.toBeNull(), { interval: 0, timeout: 60_000 })
          .then(() => server.cutAll());
      },
    },
  });
  await robot.start();
  robot.send(message(0));
  expect(await robot.finish()).toMatchObject({ messages: 1, confirmed: true });
});

test("a restarted robot goes on where its session was cut off", async () => {
  await using server = await ProtocolServer.listen();
  const first = client(server);
  await first.start();
  await sendAll(first, 20);
  await expect.poll(() => first.stats.acked).toBe(20);
  first.stop();
  const second = client(server, { resume: true });
  await second.start();
  second.send(message(20));
  expect((await second.finish()).confirmed).toBe(true);
  expect(stamps(server.session("one").items)).toEqual(upTo(21));
});

test("a server that lost what it had acked ends the session with words", async () => {
  await using server = await ProtocolServer.listen();
  const robot = client(server);
  await robot.start();
  await sendAll(robot, 20);
  await expect.poll(() => robot.stats.acked).toBe(20);
  server.session("one").gate.rewind(5);
  server.cutAll();
  await expect(robot.finish()).rejects.toThrow("lost 16 messages that it had confirmed");
});

test("a session of that name that is not ours is left alone, also when the first answer was lost", async () => {
  await using server = await ProtocolServer.listen({
    onFrame: (socket, connection) => {
      if (connection === 2) socket.terminate();
      return connection === 2;
    },
  });
  const other = client(server);
  await other.start();
  await sendAll(other, 3);
  const robot = client(server);
  robot.send(message(0));
  await expect(robot.start()).rejects.toMatchObject({ wireCode: "session_exists", code: "conflict" });
  expect(
    (await client(server)
      .start()
      .catch((error: RobotFailure) => error)) as RobotFailure,
  ).toMatchObject({
    closeCode: 4409,
    wireCode: "session_exists",
  });
  other.stop();
});

test("a wrong token ends at once", async () => {
  await using server = await ProtocolServer.listen({ token: "right" });
  await expect(client(server, { token: "wrong" }).start()).rejects.toMatchObject({
    code: "unauthorized",
    closeCode: 4401,
  });
  expect(server.connections).toBe(1);
  const robot = client(server, { token: "right" });
  await robot.start();
  expect((await robot.finish()).confirmed).toBe(true);
});

test("a server that goes away is given the time it asked for", async () => {
  await using server = await ProtocolServer.listen();
  const pauses: number[] = [];
  const robot = client(server, { hooks: { onRetry: (pauseMs) => pauses.push(pauseMs) } });
  await robot.start();
  await sendAll(robot, 5);
  server.say("one", { type: "going_away", reconnect_after_ms: 120 });
  server.closeAll(1001);
  expect((await robot.finish()).confirmed).toBe(true);
  expect(pauses).toHaveLength(1);
  expect(pauses[0]).toBeGreaterThanOrEqual(120);
});

test("a server that is not there is given up after a while, with the reason", async () => {
  const server = await ProtocolServer.listen();
  const robot = client(server, { giveUp: { firstMs: 60, laterMs: 60 } });
  await server[Symbol.asyncDispose]();
  await expect(robot.start()).rejects.toMatchObject({ code: "unavailable" });
  await expect(robot.finish()).rejects.toThrow(/ECONNREFUSED/);
});

test("a server that comes back elsewhere in time is found", async () => {
  const server = await ProtocolServer.listen();
  const { port } = server;
  const robot = client(server);
  await robot.start();
  await sendAll(robot, 10);
  await expect.poll(() => robot.stats.acked).toBe(10);
  const kept = server.session("one");
  await server[Symbol.asyncDispose]();
  await using again = await ProtocolServer.listen({}, port);
  again.sessions.set("one", { ...kept, socket: null });
  robot.send(message(10));
  expect((await robot.finish()).confirmed).toBe(true);
  expect(robot.stats.reconnects).toBe(1);
  expect(stamps(again.session("one").items)).toEqual(upTo(11));
});

test("a line that is dead without a word is broken off and replaced", async () => {
  await using server = await ProtocolServer.listen();
  const closes: number[] = [];
  let isFirst = true;
  const robot = client(server, {
    heartbeatMs: 20,
    hooks: { onClose: (code) => closes.push(code) },
    openSocket: (url, token, events) => {
      const mute = isFirst;
      isFirst = false;
      let begun = false;
      // Behind the first answer nothing comes through any more, not even the end of the line.
      const hears = (): boolean => !mute || !begun;
      return openWebSocket(url, token, {
        open: () => events.open(),
        message: (frame) => {
          if (hears()) events.message(frame);
          begun = true;
        },
        alive: () => hears() && events.alive(),
        close: (code, reason) => hears() && events.close(code, reason),
      });
    },
  });
  await robot.start();
  await sendAll(robot, 10);
  expect((await robot.finish()).confirmed).toBe(true);
  expect(closes[0]).toBe(1006);
  expect(stamps(server.session("one").items)).toEqual(upTo(10));
});

test("protocol 1 counts as confirmed on one whole connection only", async () => {
  await using server = await ProtocolServer.listen();
  const whole = client(server, { protocol: 1 });
  await whole.start();
  await sendAll(whole, 50);
  expect(await whole.finish()).toMatchObject({ confirmed: true, doubt: null });
  expect(stamps(server.session("one").items)).toEqual(upTo(50));
  const cut = client(server, { protocol: 1, session: { sessionId: "two" } });
  await cut.start();
  await sendAll(cut, 50);
  cut.cut();
  expect(await cut.finish()).toMatchObject({
    confirmed: false,
    doubt: expect.stringContaining("may be lost"),
  });
});

test("nonsense from a server ends the session", async () => {
  await using server = await ProtocolServer.listen();
  const robot = client(server);
  await robot.start();
  server.session("one").socket?.send("[]");
  await expect(robot.finish()).rejects.toBeInstanceOf(RobotFailure);
  expect(() => robot.send(message(0))).toThrow();
});

test("an address that is none fails like everything else", async () => {
  await using server = await ProtocolServer.listen();
  await expect(client(server, { url: "nonsense" }).start()).rejects.toBeInstanceOf(RobotFailure);
});
