import fs from "node:fs";
import path from "node:path";
import { type House, startHouse } from "@retake/dev-env";
import { barcodeJpeg, readBarcodeJpeg } from "@retake/media/barcode-jpeg";
import { probeVideo } from "@retake/media/probe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "./sockets/eventually.ts";
import { Robot } from "./sockets/robot.ts";

let house: House;
beforeAll(async () => {
  house = await startHouse({ ingest: true });
});
afterAll(() => house.close());

const CAMERA = "/observation/images/wrist";
const PICTURES = 24;

async function record(sessionId: string): Promise<void> {
  const robot = await Robot.connect(house.ingestUrl, { token: house.credentials.robotToken });
  await robot.start(sessionId, {
    robot_type: "so101",
    task: "pour",
    topics: { [CAMERA]: { data_type: "image" } },
  });
  let seq = 0;
  for (let n = 0; n < 3 * PICTURES; n++) {
    const timestamp = 0.4 + n / 30;
    const state = { topic: "/state", data_type: "float32[]", data: [n, -n], timestamp };
    robot.send({ type: "message", ...state, seq: (seq += 1) });
    if (n % 3 !== 1) continue;
    const picture = Buffer.from(await barcodeJpeg((n - 1) / 3, 96, 64)).toString("base64");
    // The camera is late, and its own clock wavers.
    const image = {
      topic: CAMERA,
      data_type: "image",
      image_base64: picture,
      timestamp: timestamp + (n % 2) * 0.004,
    };
    robot.send({ type: "message", ...image, seq: (seq += 1) });
    if (n % 12 === 1) await robot.acked(seq);
  }
  robot.send({ type: "mark", timestamp: 1, kind: "success", text: "" });
  await robot.acked(seq);
  robot.send({ type: "session_end", outcome: null, total_reward: 2, last_seq: seq });
  await robot.hears("session_ended");
  await robot.ends();
}

test(
  "what a robot sent is an episode like any other moments after it ended: its samples, its pictures at their times, and a video of them",
  { timeout: 300_000 },
  async () => {
    await record("pour-1");
    const episode = await eventually(() =>
      house.db.prisma.episode.findFirst({
        where: { sessionId: "pour-1", status: "completed" },
        include: { recording: true },
      }),
    );
    expect(episode).toMatchObject({
      recording: { finished: true },
      outcome: "success",
      totalReward: 2,
      totalMessages: 4 * PICTURES,
      totalFrames: 3 * PICTURES,
      startTime: 0.4,
    });
    expect(JSON.stringify(episode.warnings)).not.toContain("cut_off");

    const answer = await house.fetch("/api/v1/sessions/pour-1/seek", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ topics: ["/state"], limit: 1_000 }),
    });
    const rows = (await answer.json()) as { data: number[] }[];
    expect(rows.map(({ data }) => data[0])).toEqual(Array.from({ length: 3 * PICTURES }, (_, n) => n));

    const media = `/media/${house.workspace.slug}/pour-1/${encodeURIComponent(CAMERA)}`;
    const picture = await house.fetch(`${media}/frames/7.jpg`);
    // As received, bit by bit.
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(Buffer.from(await barcodeJpeg(7, 96, 64)));

    const camera = await eventually(() =>
      house.db.prisma.episodeCamera.findFirst({ where: { episodeId: episode.id, videoHash: { not: null } } }),
    );
    expect(camera).toMatchObject({ storage: "images", frames: PICTURES, fromTime: 0 });
    const video = await eventually(async () => {
      const answer = await house.fetch(`${media}/video.mp4`);
      // Until the front has heard of it, there is none.
      expect([200, 404]).toContain(answer.status);
      const bytes = Buffer.from(await answer.arrayBuffer());
      return answer.ok && bytes;
    });
    const file = path.join(house.dataDir, "played.mp4");
    fs.writeFileSync(file, video);
    const probe = await probeVideo(file);
    expect(probe.frames).toBe(PICTURES);
    const times = new Float64Array(await (await house.fetch(`${media}/times.bin`)).arrayBuffer());
    expect(times).toEqual(probe.times);
    const sentAt = (k: number): number => (3 * k + 1) / 30 + ((3 * k + 1) % 2) * 0.004;
    for (let k = 1; k < PICTURES; k++) expect(times[k]).toBeCloseTo(sentAt(k), 4);
    for (const k of [0, 7, 23]) {
      const still = await house.fetch(`${media}/frames/${k}.jpg?w=64`);
      expect(await readBarcodeJpeg(new Uint8Array(await still.arrayBuffer()))).toBe(k);
    }
  },
);

test(
  "posters and filmstrips of a recording are made before anybody asks: asking adds no file",
  { timeout: 300_000 },
  async () => {
    await record("pour-2");
    const { id } = await eventually(() =>
      house.db.prisma.episode.findFirst({ where: { sessionId: "pour-2", status: "completed" } }),
    );
    await eventually(() =>
      house.db.prisma.episodeCamera.findFirst({ where: { episodeId: id, videoHash: { not: null } } }),
    );
    const derived = async (): Promise<string[]> => {
      const keys: string[] = [];
      for await (const { key } of house.store.list("derived/")) keys.push(key);
      return keys;
    };
    const made = await derived();
    const media = `/media/${house.workspace.slug}/pour-2/${encodeURIComponent(CAMERA)}`;
    for (const name of ["poster.jpg?w=128", "poster.jpg?w=512", "strip.jpg"]) {
      expect((await house.fetch(`${media}/${name}`)).status).toBe(200);
    }
    expect(await derived()).toEqual(made);
  },
);
