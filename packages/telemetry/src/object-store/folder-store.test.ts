import { mkdir, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { nodeFileOperations, type FileOperations } from "./file-operations.ts";
import { FolderStore } from "./folder-store.ts";

const BODY = Buffer.alloc(300_000, 7);

function fsError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** File operations that note every call, and fail the one that `fails` picks. */
function watched(fails: (call: string, index: number) => string | null): {
  operations: FileOperations;
  calls: string[];
} {
  const calls: string[] = [];
  const guard = (call: string): void => {
    calls.push(call);
    const code = fails(call, calls.length - 1);
    if (code !== null) throw fsError(code);
  };
  const { open, write, copy, syncFile, syncFolder, link, rename, unlink } = nodeFileOperations;
  const operations: FileOperations = {
    open: async (path, flags) => (guard("open"), await open(path, flags)),
    async write(file, chunk) {
      // A disk that fills up has taken some of it.
      calls.push("write");
      const code = fails("write", calls.length - 1);
      if (code === null) return await write(file, chunk);
      await write(file, chunk.subarray(0, chunk.byteLength / 2));
      throw fsError(code);
    },
    copy: async (from, to) => (guard("copy"), await copy(from, to)),
    syncFile: async (file) => (guard("syncFile"), await syncFile(file)),
    syncFolder: async (path) => (guard("syncFolder"), await syncFolder(path)),
    link: async (from, to) => (guard("link"), await link(from, to)),
    rename: async (from, to) => (guard("rename"), await rename(from, to)),
    unlink: async (path) => (guard("unlink"), await unlink(path)),
  };
  return { operations, calls };
}

async function filesUnder(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

describe("the folder adapter", () => {
  test("syncs the file before it gets its name, and the folder before it says so", async () => {
    await using folder = await temporaryFolder();
    const { operations, calls } = watched(() => null);
    await new FolderStore(folder.path, operations).put("a/b/k", BODY);
    const syncFile = calls.indexOf("syncFile");
    const link = calls.indexOf("link");
    expect(calls.indexOf("write")).toBeLessThan(syncFile);
    expect(syncFile).toBeLessThan(link);
    // The names of the new folders a and b are synced before the file's own.
    expect(calls.slice(syncFile, link).filter((call) => call === "syncFolder").length).toBeGreaterThanOrEqual(
      2,
    );
    expect(calls.at(-1)).toBe("syncFolder");
    expect(calls.lastIndexOf("syncFolder")).toBeGreaterThan(link);
  });

  test("whichever call fails, there is the whole object or none, no rest of it, and the next try succeeds", async () => {
    const { operations: counting, calls: all } = watched(() => null);
    await using trial = await temporaryFolder();
    await new FolderStore(trial.path, counting).put("a/b/k", BODY);
    expect(all.length).toBeGreaterThan(6);
    for (const code of ["EIO", "ENOSPC"]) {
      for (let n = 0; n < all.length; n++) {
        await using folder = await temporaryFolder();
        const { operations } = watched((_, index) => (index === n ? code : null));
        const store = new FolderStore(folder.path, operations);
        const what = `${code} at call ${n} (${all[n]})`;
        await expect(store.put("a/b/k", BODY), what).rejects.toMatchObject({
          code: code === "ENOSPC" ? "storage_full" : "unavailable",
        });
        const found = (await filesUnder(folder.path)).filter((file) => !file.startsWith(".staging"));
        expect(found.length, what).toBeLessThanOrEqual(1);
        for (const file of found)
          expect((await readFile(join(folder.path, file))).equals(BODY), what).toBe(true);
        if (all[n] !== "unlink")
          expect(await filesUnder(join(folder.path, ".staging")).catch(() => []), what).toEqual([]);
        await store.put("a/b/k", BODY);
        expect((await store.get("a/b/k")).byteLength, what).toBe(BODY.byteLength);
      }
    }
  });

  test("a file that cannot be copied in leaves nothing", async () => {
    await using folder = await temporaryFolder();
    const source = join(folder.path, "source");
    await writeFile(source, BODY);
    for (const failing of ["copy", "syncFile", "link"]) {
      const root = join(folder.path, failing);
      const { operations } = watched((call) => (call === failing ? "ENOSPC" : null));
      const store = new FolderStore(root, operations);
      await expect(store.putFile("v/k", source)).rejects.toMatchObject({ code: "storage_full" });
      expect(await filesUnder(root)).toEqual([]);
    }
  });

  test("a crash before the name is given leaves nothing visible, and its rest is swept up a day later", async () => {
    await using folder = await temporaryFolder();
    const staged = await new FolderStore(folder.path).stage();
    await staged.write(BODY);
    // The process is gone: neither commit nor abort is called.
    const later = new FolderStore(folder.path);
    const listed: string[] = [];
    for await (const { key } of later.list("")) listed.push(key);
    expect(listed).toEqual([]);
    const [left] = await filesUnder(folder.path);
    const yesterday = new Date(Date.now() - 25 * 3600 * 1000);
    await later.put("k", BODY);
    expect(await filesUnder(folder.path)).toContain(left);
    await utimes(join(folder.path, left!), yesterday, yesterday);
    await new FolderStore(folder.path).put("k2", BODY);
    expect((await filesUnder(folder.path)).sort()).toEqual(["k", "k2"]);
    await staged.abort();
  });

  test("on file systems without hard links it renames, and still never replaces", async () => {
    await using folder = await temporaryFolder();
    const { operations, calls } = watched((call) => (call === "link" ? "EPERM" : null));
    const store = new FolderStore(folder.path, operations);
    expect(await store.put("a/k", BODY)).toBe(true);
    expect(await store.put("a/k", Buffer.from("other"))).toBe(false);
    expect(calls).toContain("rename");
    expect((await store.get("a/k")).byteLength).toBe(BODY.byteLength);
    expect(await filesUnder(folder.path)).toEqual(["a/k"]);
  });

  test("a folder in place of an object is not an object", async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, "a/k"), { recursive: true });
    const store = new FolderStore(folder.path);
    expect(await store.head("a/k")).toBeNull();
    await expect(store.get("a/k")).rejects.toMatchObject({ code: "not_found" });
    await expect(store.delete("a/k")).resolves.toBeUndefined();
  });
});
