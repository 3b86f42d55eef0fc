import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openLogTail } from "@retake/telemetry/tail";
import { temporaryFolder } from "../temporary-folder.ts";
import { acked, append, follow, open, openWriter, pictureBytes, samples, TOPICS } from "./tail-log.ts";

describe("following a log", () => {
  test("a folder that is not there is a log without sessions, and is not made", async () => {
    await using temporary = await temporaryFolder();
    const folder = join(temporary.path, "log");
    const tail = openLogTail({ folder });
    await tail.refresh();
    expect(tail.sessions()).toEqual([]);
    expect(tail.session("s")).toBeNull();
    expect(await tail.segments("s", 1)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  test("what was acknowledged is there after one refresh, as the writer itself has it", async () => {
    await using temporary = await temporaryFolder();
    const folder = temporary.path;
    const log = await openWriter({ folder });
    const { tail } = follow({ folder });
    await open(log, "s", "first");
    for (let round = 0; round < 20; round++) {
      await append(log, "s", samples(round * 7, 7));
      await tail.refresh();
      expect(tail.session("s")).toMatchObject(log.session("s")!);
    }
    await acked((done) => log.describeSession("s", "second", done));
    await acked((done) => log.closeSession("s", "enough", done));
    await tail.refresh();
    expect(tail.session("s")).toMatchObject({
      meta: "second",
      open: false,
      closeReason: "enough",
      nextSeq: 141,
    });
    const records = async (source: Pick<typeof tail, "readTail">) => {
      const all = [];
      for await (const record of source.readTail("s", 5)) all.push(record);
      return all;
    };
    expect(await records(tail)).toEqual(await records(log));
    await log.close();
  });

  test("files that go while it follows take their places along, and the state stays", async () => {
    await using temporary = await temporaryFolder();
    const folder = temporary.path;
    const log = await openWriter({ folder, rotateBytes: 2000 });
    const { tail } = follow({ folder });
    await open(log, "s", "meta");
    for (let round = 0; round < 30; round++) await append(log, "s", samples(round * 10, 10));
    await tail.refresh();
    expect(tail.session("s")).toMatchObject({ tailFrom: 1, nextSeq: 301 });
    const files = log.files();
    expect(files.length).toBeGreaterThan(3);
    const keep = files[2]!;
    await log.dropFiles(({ file }) => file <= keep.file);
    await tail.refresh();
    const { tailFrom } = tail.session("s")!;
    expect(tailFrom).toBe(log.tailFrom("s"));
    expect(tailFrom).toBeGreaterThan(20);
    const late = openLogTail({ folder });
    await late.refresh();
    expect(late.session("s")).toMatchObject({ ...log.session("s")!, tailFrom });
    expect(tail.session("s")!.topics).toEqual(late.session("s")!.topics);
    await log.close();
  });

  test("all of the folder may go", async () => {
    await using temporary = await temporaryFolder();
    const folder = join(temporary.path, "log");
    const log = await openWriter({ folder });
    await open(log, "s");
    await append(log, "s", samples(0, 10));
    const { tail } = follow({ folder });
    await tail.refresh();
    await log.close();
    rmSync(folder, { recursive: true });
    await tail.refresh();
    expect(tail.session("s")).toMatchObject({ tailFrom: 11, nextSeq: 11, topics: [] });
  });

  test("nothing in the folder changes", async () => {
    await using temporary = await temporaryFolder();
    const folder = temporary.path;
    const log = await openWriter({ folder });
    await open(log, "s");
    const before = readdirSync(folder).sort();
    const { tail } = follow({ folder });
    await tail.refresh();
    expect(readdirSync(folder).sort()).toEqual(before);
    await log.close();
  });

  test("wakes who listens, once for many records, and not after they stopped", async () => {
    await using temporary = await temporaryFolder();
    const folder = temporary.path;
    const log = await openWriter({ folder });
    await open(log, "s");
    const tail = openLogTail({ folder, pollMs: 1 });
    let wakes = 0;
    const woken = new Promise<void>((resolve) => {
      const stop = tail.onAdvance(() => {
        wakes++;
        if ((tail.session("s")?.nextSeq ?? 0) === 101) {
          stop();
          resolve();
        }
      });
    });
    for (let round = 0; round < 10; round++) await append(log, "s", samples(round * 10, 10));
    await woken;
    const before = wakes;
    await append(log, "s", samples(100, 10));
    await tail.refresh();
    expect(wakes).toBe(before);
    expect(before).toBeLessThanOrEqual(12);
    tail.close();
    await log.close();
  });

  test("a picture is there by its number, as it was sent", async () => {
    await using temporary = await temporaryFolder();
    const folder = temporary.path;
    const log = await openWriter({ folder });
    await open(log, "s");
    await append(log, "s", samples(0, 30));
    const { tail } = follow({ folder });
    await tail.refresh();
    expect(await tail.picture("s", 8)).toEqual(pictureBytes(7));
    await expect(tail.picture("s", 7)).rejects.toMatchObject({ code: "not_found" });
    expect(tail.session("s")!.pictures).toEqual([{ topic: "/camera", seq: 29, t: 2.8, frame: 28 }]);
    await log.close();
  });

  test("columns stop at the bytes allowed, and go on with the number they name", async () => {
    await using temporary = await temporaryFolder();
    const folder = temporary.path;
    const log = await openWriter({ folder });
    await open(log, "s");
    for (let round = 0; round < 10; round++) await append(log, "s", samples(round * 30, 30));
    const { tail } = follow({ folder });
    await tail.refresh();
    const seen: number[] = [];
    let fromSeq = 1;
    let pages = 0;
    while (fromSeq < 301) {
      const page = await tail.columns("s", { fromSeq, topics: ["/state"], bytesMax: 100 });
      seen.push(...(page.topics[0]?.frame ?? []));
      fromSeq = page.nextSeq;
      pages++;
    }
    expect(pages).toBeGreaterThan(3);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => 3 * i));
    expect(TOPICS).toHaveLength(3);
    await log.close();
  });
});
