import { setTimeout as delay } from "node:timers/promises";
import { HandRobot } from "../robots/hand-robot.ts";
import type { Seeded } from "../seeded.ts";
import { RawSocket } from "./raw-socket.ts";

export interface AbuseContext {
  door: string;
  token: string;
  random: Seeded;
  /** A name no session has yet. */
  session(): string;
}

/** @returns the close code, or how the connection ended */
type Abuse = (context: AbuseContext) => Promise<number | "cut off">;

/** Begins a session and sends frames. */
const sends =
  (frames: (context: AbuseContext) => Iterable<string | Uint8Array>): Abuse =>
  async (context) => {
    const robot = await HandRobot.connect(context.door, context.token);
    await robot.start(context.session());
    for (const frame of frames(context)) robot.ws.send(frame);
    return await robot.ends();
  };
const cutOff = async ({ ended }: RawSocket): Promise<"cut off"> => {
  await ended;
  return "cut off";
};

/** What is done, and how it must end. Every one is closed by the server, none by the client. */
export const ABUSES: Record<string, { abuse: Abuse; ends: number | "cut off" }> = {
  "text that is no JSON": { abuse: sends(() => ["}{ nonsense"]), ends: 4400 },
  "JSON 100,000 levels deep": { abuse: sends(() => ["[".repeat(100_000)]), ends: 4413 },
  "a million keys": {
    abuse: sends(() => [`{"type":"message",${'"":0,'.repeat(1e6)}"x":0}`]),
    ends: 4413,
  },
  "16 MB in one frame": { abuse: sends(() => [new Uint8Array(16 << 20)]), ends: 1009 },
  "random bytes": {
    abuse: sends(({ random }) => [Uint8Array.from({ length: 5_000 }, () => random.whole(0, 255))]),
    ends: 4400,
  },
  "half a binary header": { abuse: sends(() => [Buffer.from("RT")]), ends: 4400 },
  "a flood of unknown types": {
    abuse: sends(() => Array.from({ length: 5_000 }, () => `{"type":"surprise"}`)),
    ends: 4429,
  },
  "numbers far beyond the credit": {
    abuse: sends(() => [
      `{"type":"message","topic":"/x","timestamp":0,"data_type":"float32[]","data":[1],"seq":1000000}`,
    ]),
    ends: 4429,
  },
  "a flood of pings": {
    async abuse(context) {
      const robot = await HandRobot.connect(context.door, context.token);
      await robot.start(context.session());
      for (let i = 0; i < 5_000; i++) robot.ws.ping();
      return await robot.ends();
    },
    ends: 4429,
  },
  "a wrong token": {
    abuse: async ({ door }) => (await HandRobot.connect(door, "rtk_wrong")).ends(),
    ends: 4401,
  },
  "garbage instead of HTTP": {
    async abuse({ door, random }) {
      const raw = await RawSocket.connect(door);
      raw.socket.write(Buffer.from(Array.from({ length: 2_000 }, () => random.whole(0, 255))));
      return await cutOff(raw);
    },
    ends: "cut off",
  },
  "headers without an end": {
    async abuse({ door }) {
      const raw = await RawSocket.connect(door);
      raw.socket.write(`GET /ws/ingest HTTP/1.1\r\nX: ${"x".repeat(64 << 10)}`);
      return await cutOff(raw);
    },
    ends: "cut off",
  },
  "a header byte by byte": {
    async abuse({ door }) {
      const raw = await RawSocket.connect(door);
      raw.socket.write("GET /ws/ingest HTTP/1.1\r\nX: ");
      const dribble = setInterval(() => raw.socket.write("x"), 100);
      const end = await cutOff(raw);
      clearInterval(dribble);
      return end;
    },
    ends: "cut off",
  },
  "an upgrade and then silence": {
    abuse: async ({ door }) => await cutOff(await RawSocket.upgraded(door)),
    ends: "cut off",
  },
};

/** Does all of them, so many times each, many at once. @returns what ended otherwise than it must, in words */
export async function doAll(context: AbuseContext, times: number, idleSockets: number): Promise<string[]> {
  const wrong: string[] = [];
  const one = async ([name, { abuse, ends }]: [string, (typeof ABUSES)[string]]): Promise<void> => {
    for (let i = 0; i < times; i++) {
      const ended = await abuse(context);
      if (ended !== ends) wrong.push(`${name}: ended with ${ended}, not ${ends}`);
      await delay(context.random.whole(0, 50));
    }
  };
  const idle = Array.from({ length: idleSockets }, async () =>
    cutOff(await RawSocket.upgraded(context.door)),
  );
  await Promise.all([...Object.entries(ABUSES).map(one), ...idle]);
  return wrong;
}
