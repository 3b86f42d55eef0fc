import { once } from "node:events";
import { type House, startHouse } from "@retake/dev-env";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "./sockets/eventually.ts";
import { RawSocket } from "./sockets/raw-socket.ts";
import { recorded } from "./sockets/recorded.ts";
import { Robot, sample } from "./sockets/robot.ts";

let house: House;
beforeAll(async () => {
  house = await startHouse({ worker: false, ingest: true });
});
afterAll(() => house.close());

const TEXT = 0x81;
const CLOSE = 0x88;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const textFrame = (raw: RawSocket, message: object): Buffer =>
  raw.frame(TEXT, Buffer.from(JSON.stringify(message)));

async function rowOf(session_id: string, connected: boolean) {
  return eventually(() =>
    house.db.prisma.recording.findFirst({
      where: { connected, episode: { sessionId: session_id } },
      include: { episode: true },
    }),
  );
}

/** All in one write: it is here before anything of it can have been looked up. */
async function sendWhole(session_id: string, count: number, end: boolean): Promise<RawSocket> {
  const raw = await RawSocket.upgraded(house.ingestUrl, house.robotToken);
  const messages = [
    { type: "session_start", session_id },
    ...numbers(count).map((i) => sample(null, i)),
    ...(end ? [{ type: "session_end", outcome: "success" }] : []),
  ];
  const frames = messages.map((message) => textFrame(raw, message));
  await new Promise<void>((resolve) => raw.socket.write(Buffer.concat(frames), () => resolve()));
  return raw;
}

const LEAVING: Record<string, (raw: RawSocket) => void> = {
  "closes in good order": (raw) => raw.socket.write(raw.frame(CLOSE, Buffer.from([0x03, 0xe8]))),
  "ends its side": (raw) => raw.socket.end(),
  "is gone": (raw) => raw.socket.destroy(),
  "is gone with a reset": (raw) => raw.socket.resetAndDestroy(),
};

/**
 * A reset drops what lies in the buffers of the sender: only what is small has come for certain. More than 2,000 at once are answered by
 * `slow_down`, and a sender that has closed answers that by a reset.
 */
const CASES = Object.keys(LEAVING).flatMap((how) =>
  (how === "is gone with a reset" ? [20] : [20, 1_500]).map((count) => [how, count] as const),
);

test.each(CASES)(
  "a robot of protocol 1 that %s behind a session of %i messages has recorded it whole",
  async (how, count) => {
    const session = `${how.replaceAll(" ", "-")}-${count}`;
    LEAVING[how]!(await sendWhole(session, count, true));
    await eventually(() =>
      house.db.prisma.recording.findFirst({
        where: {
          endedAt: { not: null },
          messages: count,
          connected: false,
          episode: { sessionId: session, outcome: "success" },
        },
      }),
    );
    expect((await recorded(house, session)).values).toEqual(numbers(count));
  },
);

test("without a session_end it is cut off behind the last message that came", async () => {
  const raw = await sendWhole("no-end", 20, false);
  raw.socket.destroy();
  const row = await eventually(async () => {
    const found = await rowOf("no-end", false);
    return found.messages === 20 && found;
  });
  expect(row).toMatchObject({ endedAt: null, episode: { status: "disconnected" } });
  const again = await Robot.connect(house.ingestUrl, { token: house.robotToken });
  expect(await again.start("no-end", { resume: true })).toMatchObject({ resume_from: 21 });
  again.cut();
});

test("the frames of a library's close come after all that it sent", async () => {
  const robot = await Robot.connect(house.ingestUrl, { token: house.robotToken });
  robot.send({ type: "session_start", session_id: "library" });
  for (const i of numbers(500)) robot.send(sample(null, i));
  robot.send({ type: "session_end" });
  robot.ws.close();
  await robot.ends();
  await eventually(() =>
    house.db.prisma.recording.findFirst({
      where: { messages: 500, endedAt: { not: null }, episode: { sessionId: "library" } },
    }),
  );
});

test("a robot of protocol 2 that leaves without waiting for its acks finds what it sent behind resume_from", async () => {
  for (const [how, leave] of Object.entries(LEAVING)) {
    const session = `acks-${how.replaceAll(" ", "-")}`;
    const raw = await RawSocket.upgraded(house.ingestUrl, house.robotToken);
    raw.socket.write(textFrame(raw, { type: "session_start", session_id: session, protocol: 2 }));
    while (!raw.received.includes("session_started")) await once(raw.socket, "data");
    const frames = numbers(20).map((i) => textFrame(raw, sample(i, i)));
    await new Promise<void>((resolve) => raw.socket.write(Buffer.concat(frames), () => resolve()));
    leave(raw);
    await rowOf(session, false);
    expect((await recorded(house, session)).values).toEqual(numbers(20));
  }
});

test("whoever leaves before it is known who sends leaves nothing", async () => {
  const raw = await RawSocket.upgraded(house.ingestUrl);
  const start = { type: "session_start", session_id: "nobody", token: "rtk_robot_of_nobody" };
  raw.socket.write(Buffer.concat([textFrame(raw, start), textFrame(raw, sample(null, 1))]));
  raw.socket.end();
  await raw.closeCode();
  const known = await sendWhole("somebody", 1, true);
  known.socket.end();
  await rowOf("somebody", false);
  expect(await house.db.prisma.episode.count({ where: { sessionId: "nobody" } })).toBe(0);
});
