import { createListener } from "@retake/db/notify";
import { barcodeJpeg, readBarcodeJpeg } from "@retake/media/barcode-jpeg";
import { playbackTimes } from "@retake/media/playback";
import { probeVideo } from "@retake/media/probe";
import { createStills } from "@retake/media/stills";
import { expect, onTestFinished, test, vi } from "vitest";
import { createPicturePass } from "../src/jobs/picture-pass.ts";
import { createLog } from "../src/log.ts";
import { CAMERA, sourceOf, STARTED_AT, TOPICS } from "./seal/recorded-session.ts";
import { SealBench } from "./seal/seal-bench.ts";

const bench = new SealBench();
const soon = { timeout: 90_000, interval: 50 };
const WIDTH = 96;
const HEIGHT = 64;

test(
  "a camera recorded as pictures gets a video in which frame k is picture k at its time, over all parts; its posters are there before anybody asks",
  { timeout: 300_000 },
  async () => {
    const { log, store, session } = await bench.open();
    // Another topic begins the episode before the camera does.
    const word = { kind: "sample", topic: 2, t: 2, serverTime: STARTED_AT, frame: -1, values: "go" } as const;
    await session.sendItems([word], TOPICS);
    // A clock that steps back: picture numbers are in the order of time, not of arrival.
    const times = Array.from({ length: 60 }, (_, k) => 2.5 + (k < 30 ? k * 0.1 : (k - 10) * 0.1 + 0.033));
    const order = times.map((t, sent) => ({ t, sent })).toSorted((a, b) => a.t - b.t);
    for (const [sent, t] of times.entries()) {
      const values = await barcodeJpeg(
        order.findIndex((one) => one.sent === sent),
        WIDTH,
        HEIGHT,
      );
      const item = { kind: "sample", topic: 1, t, serverTime: STARTED_AT + t, frame: sent, values } as const;
      await session.sendItems([item], TOPICS);
    }
    await session.end();
    await bench.stepThrough({ store, tail: sourceOf(log), partBytesMax: 8_000 }, session.id);
    expect(await bench.db.prisma.segment.count({ where: { episodeId: session.id } })).toBeGreaterThan(2);

    const listener = createListener(bench.db.url);
    onTestFinished(() => listener.close());
    const woken: string[] = [];
    listener.on("episode", (episode) => woken.push(episode));
    await listener.ready();
    const pass = createPicturePass({ db: bench.db, store, ffmpegPath: null, log: createLog("warn") });
    onTestFinished(() => pass.stop());
    pass.addEpisode(session.id);
    await vi.waitFor(() => expect(woken).toEqual([`${session.workspaceId}/${session.sessionId}`]), soon);

    const camera = await bench.db.prisma.episodeCamera.findUniqueOrThrow({
      where: { episodeId_topic: { episodeId: session.id, topic: CAMERA } },
      include: { video: true },
    });
    expect(camera).toMatchObject({
      storage: "images",
      fromTime: 0,
      frames: 60,
      video: { playable: "native" },
    });
    const { video } = camera;
    const file = store.localPath(video!.key)!;
    const probe = await probeVideo(file);
    expect(probe).toMatchObject({ codec: "h264", frames: 60, width: WIDTH, height: HEIGHT });
    const shown = playbackTimes(
      Float64Array.from(order, ({ t }) => t),
      2,
    );
    probe.times.forEach((time, k) => expect(Math.abs(time - shown[k]!)).toBeLessThan(1e-4));
    const stills = createStills({ derived: store });
    onTestFinished(() => stills.close());
    for (const k of [0, 1, 20, 21, 29, 30, 31, 58, 59]) {
      expect(await readBarcodeJpeg(await stills.frame({ file, hash: video!.hash, ordinal: k }))).toBe(k);
    }
    const derived: string[] = [];
    for await (const { key } of store.list("derived/")) derived.push(key);
    // Two posters and a filmstrip, the stills just made, the video; no clip of the work.
    expect(derived.filter((key) => key.endsWith(".jpg"))).toHaveLength(3 + 9);
    expect(derived.filter((key) => key.endsWith(".mp4"))).toEqual([video!.key]);
  },
);

test("a recording whose video cannot be made is complete with its pictures", async () => {
  const { log, store, session } = await bench.open();
  await session.send(60);
  await session.end();
  await bench.stepThrough({ store, tail: sourceOf(log) }, session.id);
  const lines: string[] = [];
  const quiet = createLog("warn", (line) => lines.push(line));
  const pass = createPicturePass({ db: bench.db, store: nowhere(store), ffmpegPath: null, log: quiet });
  onTestFinished(() => pass.stop());
  pass.start();
  await vi.waitFor(() => expect(lines.join("")).toContain('"playback"'), soon);
  const episode = await bench.episodeOf(session.id);
  expect(episode).toMatchObject({
    status: "completed",
    cameras: [{ storage: "images", videoHash: null, problem: null }],
  });
});

/** A store that has no files on this machine: no video can be made there. */
function nowhere<T extends object>(store: T): T {
  return new Proxy(store, {
    get: (target, name) =>
      name === "localPath" ? () => null : (Reflect.get(target, name) as () => unknown).bind(target),
  });
}
