import { RobotClient, type FinishedSession } from "@retake/mock-robot/client";
import sharp from "sharp";

/** Milliseconds of the machine's clock, which the browser shares. */
const now = (): number => performance.timeOrigin + performance.now();

export const STATE = "/state";
export const CAMERA = "/camera/front";
/** Width of a picture: one field for each of {@link BITS}, black or white. */
export const WIDTH = 96;
export const HEIGHT = 64;
export const BITS = 12;

export interface ScriptedRobot {
  /** When it was sent, by the picture's counter: milliseconds of the machine's clock. */
  readonly picturesSent: ReadonlyMap<number, number>;
  /** When the robot's time was 0, by the machine's clock. */
  readonly startedAt: number;
  mark(kind: "success" | "failure" | "note" | "phase", text: string): void;
  /** Breaks the line; it does not come back by itself before {@link ScriptedRobot.end}. */
  leave(): void;
  end(): Promise<FinishedSession>;
}

export interface ScriptedRobotOptions {
  ingestUrl: string;
  token: string;
  sessionId: string;
  signalHz?: number;
  pictureHz?: number;
  task?: string;
}

/** A robot that sends a sine and its own time, and pictures that hold a counter. */
export async function startRobot(options: ScriptedRobotOptions): Promise<ScriptedRobot> {
  const { ingestUrl, token, sessionId, signalHz = 20, pictureHz = 10, task = "count the pictures" } = options;
  const declared = { names: null, units: null };
  const client = new RobotClient({
    url: new URL("/ws/ingest", ingestUrl).href.replace(/^http/, "ws"),
    token,
    session: {
      sessionId,
      robotType: "counter",
      fps: signalHz,
      task,
      operator: "Story",
      topics: [
        { ...declared, topic: STATE, data_type: "float32[]", shape: [2], names: ["sine", "time"] },
        { ...declared, topic: CAMERA, data_type: "image", shape: [HEIGHT, WIDTH, 3] },
      ],
    },
  });
  await client.start();
  const startedAt = now();
  const picturesSent = new Map<number, number>();
  const seconds = (): number => (now() - startedAt) / 1000;
  const head = (topic: string) =>
    ({ type: "message", topic, timestamp: seconds(), frame_index: null }) as const;
  const signals = setInterval(() => {
    const data = Float32Array.of(Math.sin(2 * seconds()), seconds());
    client.send({ ...head(STATE), data_type: "float32[]", data });
  }, 1000 / signalHz);
  let counter = 0;
  let isResting = false;
  const pictures = setInterval(() => {
    counter += 1;
    const mine = counter;
    void picture(mine).then((data) => {
      if (isResting) return;
      picturesSent.set(mine, now());
      client.send({ ...head(CAMERA), data_type: "image", data });
    });
  }, 1000 / pictureHz);
  const rest = (): void => {
    isResting = true;
    clearInterval(signals);
    clearInterval(pictures);
  };
  return {
    picturesSent,
    startedAt,
    mark(kind, text) {
      client.send({ type: "mark", timestamp: seconds(), kind, text });
    },
    leave() {
      rest();
      client.stop();
    },
    async end() {
      rest();
      return client.finish({ outcome: "success" });
    },
  };
}

/** A JPEG whose fields, from the left, are the bits of `counter`, the largest first. */
async function picture(counter: number): Promise<Uint8Array> {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let x = 0; x < WIDTH; x += 1) {
    const bit = BITS - 1 - Math.floor((x * BITS) / WIDTH);
    const white = ((counter >> bit) & 1) * 255;
    for (let y = 0; y < HEIGHT; y += 1) pixels.fill(white, (y * WIDTH + x) * 3, (y * WIDTH + x) * 3 + 3);
  }
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}
