import { notify } from "@retake/db/notify";
import { type House, startHouse } from "@retake/dev-env";
import { barcodeJpeg } from "@retake/media/barcode-jpeg";
import { decodeSamples } from "@retake/telemetry/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "./sockets/eventually.ts";
import { Robot } from "./sockets/robot.ts";

let house: House;
beforeAll(async () => {
  house = await startHouse({ ingest: true });
});
afterAll(() => house.close());

const SESSION = "read-after-ack";
const CAMERA = "/observation/images/wrist";
const ROUNDS = 45;

async function seek(body: object): Promise<{ timestamp: number; data: number[] | null }[]> {
  const answer = await house.fetch(`/api/v1/sessions/${SESSION}/seek`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ limit: 10_000, ...body }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as never;
}

async function json(path: string): Promise<Record<string, unknown>> {
  return (await (await house.fetch(path)).json()) as Record<string, unknown>;
}

const bytesOf = async (path: string): Promise<Buffer> =>
  Buffer.from(await (await house.fetch(path)).arrayBuffer());

/** As ingest asks after ten minutes, or 64 MB. */
async function askForPart(seq: number): Promise<void> {
  const { episodeId } = await house.db.prisma.recording.findFirstOrThrow({
    where: { episode: { sessionId: SESSION } },
  });
  await house.db.prisma.recording.update({ where: { episodeId }, data: { sealAskedSeq: BigInt(seq + 1) } });
  await notify(house.db.pool, "recording", house.workspace.id);
}

test(
  "what a robot was told is durable is in the very next answer of every route, once, while parts of it are being stored and after",
  { timeout: 300_000 },
  async () => {
    const robot = await Robot.connect(house.ingestUrl, { token: house.credentials.robotToken });
    await robot.start(SESSION, { fps: 10, topics: { [CAMERA]: { data_type: "image" } } });
    const place = `${house.workspace.slug}/${SESSION}`;
    const media = `/media/${place}/${encodeURIComponent(CAMERA)}`;
    let told = 0;
    for (let n = 0; n < ROUNDS; n++) {
      const timestamp = n / 10;
      const picture = Buffer.from(await barcodeJpeg(n % 256, 32, 32));
      robot.send({
        type: "message",
        topic: "/state",
        data_type: "float32[]",
        data: [n],
        timestamp,
        seq: 2 * n + 1,
      });
      const image = {
        topic: CAMERA,
        data_type: "image",
        image_base64: picture.toString("base64"),
        timestamp,
      };
      robot.send({ type: "message", ...image, seq: 2 * n + 2 });
      await robot.acked(2 * n + 2);
      const rows = await seek({ topics: ["/state"] });
      expect(rows.map(({ data }) => data?.[0])).toEqual(Array.from({ length: n + 1 }, (_, k) => k));
      expect(await json(`/api/v1/sessions/${SESSION}`)).toMatchObject({ total_messages: 2 * n + 2 });
      expect(await bytesOf(`${media}/frames/${n}.jpg`)).toEqual(picture);
      expect(
        await bytesOf(`/api/v1/sessions/${SESSION}/images/${encodeURIComponent(CAMERA)}/${timestamp}`),
      ).toEqual(picture);
      expect(await bytesOf(`${media}/live.jpg?after=${2 * n}`)).toEqual(picture);
      const tail = decodeSamples(await bytesOf(`/data/${place}/tail?after=${told}`));
      expect([...(tail.find(({ name }) => name === "/state")?.values ?? [])]).toEqual([n]);
      told = 2 * n + 2;
      if (n % 10 === 5) await askForPart(told);
    }
    robot.send({ type: "session_end", outcome: null, total_reward: null, last_seq: told });
    await robot.hears("session_ended");
    await robot.ends();
    await eventually(() =>
      house.db.prisma.episode.findFirst({ where: { sessionId: SESSION, status: "completed" } }),
    );
    const segments = await house.db.prisma.segment.findMany({ where: { episode: { sessionId: SESSION } } });
    expect(segments.length).toBeGreaterThan(2);
    expect(await seek({})).toHaveLength(2 * ROUNDS);
    for (const n of [0, 17, ROUNDS - 1]) {
      expect(await bytesOf(`${media}/frames/${n}.jpg`)).toEqual(Buffer.from(await barcodeJpeg(n, 32, 32)));
    }
  },
);
