import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sealSession, SessionLog, type SealedPart } from "@retake/telemetry/log";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { nodeFileOperations, type FileOperations } from "../../src/object-store/file-operations.ts";
import { FolderStore } from "../../src/object-store/folder-store.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { faultyDisk } from "./faulty-disk.ts";
import { fsError, MemoryDisk } from "./memory-disk.ts";
import { checkRecovered, lease, Robot, settled, SMALL } from "./robots.ts";

type Fault = (call: string) => string | null;

/** A store's calls, of which some fail; a failed write has written half. */
function faultyOperations(faultOf: Fault): FileOperations {
  const real = nodeFileOperations;
  const guard = async <T>(call: string, act: () => Promise<T>): Promise<T> => {
    const code = faultOf(call);
    if (code !== null) throw fsError(code);
    return await act();
  };
  return {
    open: (path, flags) => guard("open", () => real.open(path, flags)),
    async write(file, chunk) {
      const code = faultOf("write");
      if (code === null) return await real.write(file, chunk);
      await real.write(file, chunk.subarray(0, chunk.byteLength >> 1));
      throw fsError(code);
    },
    copy: (from, to) => guard("copy", () => real.copy(from, to)),
    syncFile: (file) => guard("syncFile", () => real.syncFile(file)),
    syncFolder: (path) => guard("syncFolder", () => real.syncFolder(path)),
    link: (from, to) => guard("link", () => real.link(from, to)),
    rename: (from, to) => guard("rename", () => real.rename(from, to)),
    unlink: (path) => guard("unlink", () => real.unlink(path)),
  };
}

async function recorded(): Promise<{ disk: MemoryDisk; robot: Robot }> {
  const disk = new MemoryDisk();
  const { log } = await SessionLog.open({ ...SMALL, disk, lease: lease(1) });
  const robot = new Robot("r");
  for (let i = 0; i < 8; i++) {
    robot.send(log, 4);
    await settled(log);
  }
  await log.close();
  return { disk, robot };
}

/** Each key holds the hash of its content: an object that is not whole would not fit its name. */
async function expectWholeObjects(store: ObjectStore): Promise<void> {
  for await (const { key } of store.list("")) {
    const sha256 = createHash("sha256")
      .update(await store.get(key))
      .digest("hex");
    expect(key).toContain(`-${sha256.slice(0, 12)}.`);
  }
}

/** What is there of objects that were never finished. */
async function stagedIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.includes(".staging") ? await readdir(join(folder, ".staging")) : [];
}

describe("sealing on a disk that fails", { timeout: 300_000 }, () => {
  for (const code of ["EIO", "ENOSPC", "EMFILE"]) {
    test(`whichever call answers ${code}, no object is half visible, nothing acked is lost, and a repetition gives the same keys`, async () => {
      const { disk, robot } = await recorded();
      let reference: SealedPart | null = null;
      for (let n = 0, fired = true; fired; n++) {
        await using folder = await temporaryFolder();
        let calls = -Infinity;
        const failing: string[] = [];
        const faultOf = (call: string): string | null => (calls++ === n ? (failing.push(call), code) : null);
        const faulty = faultyDisk(disk.afterKill(), (call) => faultOf(call) as "EIO" | null);
        const store = new FolderStore(folder.path, faultyOperations(faultOf));
        const { log } = await SessionLog.open({ ...SMALL, disk: faulty, lease: lease(2) });
        const seal = () =>
          sealSession({ source: log, store, session: "r", episodeId: "ep", part: 0, fromSeq: 1 });
        calls = 0;
        const first = await seal().catch((error: unknown) => {
          const codes = /^(storage_full|unavailable)$/;
          expect(error, failing[0]).toMatchObject({ name: "AppError", code: expect.stringMatching(codes) });
          return null;
        });
        calls = -Infinity;
        fired = failing.length > 0;
        const store2 = new FolderStore(folder.path);
        await expectWholeObjects(store2);
        if (failing[0] !== "unlink") expect(await stagedIn(folder.path)).toEqual([]);
        await checkRecovered(log, [robot]);
        const again = await seal();
        reference ??= again;
        expect(again).toMatchObject({ nextSeq: 33, atEnd: true, blobs: [{}], segment: {}, clock: {} });
        expect(again).toEqual(reference);
        if (first !== null) expect(first).toEqual(reference);
        const keys = [again!.segment!.key, again!.clock!.key, again!.blobs[0]!.key].sort();
        const listed: string[] = [];
        for await (const { key } of store2.list("")) listed.push(key);
        expect(listed).toEqual(keys);
        await expectWholeObjects(store2);
        if (!fired) expect(n).toBeGreaterThan(25);
      }
    });
  }
});
