import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { temporaryFolder } from "./temporary-folder.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (body: Uint8Array): string => new TextDecoder().decode(body);

async function keys(store: ObjectStore, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list(prefix)) found.push(key);
  return found;
}

/** What every object store must do; each adapter runs all of it. */
export function objectStoreAcceptance(
  name: string,
  open: () => Promise<{ store: ObjectStore } & AsyncDisposable>,
): void {
  describe(`${name} as an object store`, () => {
    test("gives back what was put, of any size, and says how large it is", async () => {
      await using house = await open();
      for (const size of [0, 1, 4096, 3_000_001]) {
        const body = randomBytes(size);
        expect(await house.store.put(`a/b/${size}.bin`, body)).toBe(true);
        expect(Buffer.compare(await house.store.get(`a/b/${size}.bin`), body)).toBe(0);
        expect(await house.store.head(`a/b/${size}.bin`)).toEqual({ key: `a/b/${size}.bin`, bytes: size });
        expect(Buffer.compare(await buffer(await house.store.stream(`a/b/${size}.bin`)), body)).toBe(0);
      }
    });

    test("keeps its own copy: later changes to the given bytes or file do no harm", async () => {
      await using house = await open();
      await using folder = await temporaryFolder();
      // A Buffer, whose `slice` does not copy.
      const body = Buffer.from("first");
      const file = join(folder.path, "source");
      await writeFile(file, body);
      await house.store.put("bytes", body);
      expect(await house.store.putFile("file", file)).toBe(true);
      body.fill(0);
      await writeFile(file, "later");
      expect(text(await house.store.get("bytes"))).toBe("first");
      expect(text(await house.store.get("file"))).toBe("first");
      const staged = await house.store.stage();
      const chunk = Buffer.from("staged");
      await staged.write(chunk);
      chunk.fill(0);
      await staged.commit("staged");
      expect(text(await house.store.get("staged"))).toBe("staged");
      (await house.store.get("bytes")).fill(0);
      expect(text(await house.store.get("bytes"))).toBe("first");
    });

    test("the first put of a key wins, by whichever way the next one comes", async () => {
      await using house = await open();
      await using folder = await temporaryFolder();
      const file = join(folder.path, "source");
      await writeFile(file, "file");
      expect(await house.store.put("k", bytes("first"))).toBe(true);
      expect(await house.store.put("k", bytes("second"))).toBe(false);
      expect(await house.store.putFile("k", file)).toBe(false);
      const staged = await house.store.stage();
      await staged.write(bytes("staged"));
      expect(await staged.commit("k")).toBe(false);
      expect(text(await house.store.get("k"))).toBe("first");
    });

    test("of many puts of one key at once exactly one creates it, and its body is whole", async () => {
      await using house = await open();
      const bodies = Array.from({ length: 12 }, (_, i) => Buffer.alloc(200_000, i + 1));
      const created = await Promise.all(bodies.map((body) => house.store.put("x/y/one", body)));
      expect(created.filter(Boolean)).toHaveLength(1);
      const winner = bodies[created.indexOf(true)]!;
      expect(Buffer.compare(await house.store.get("x/y/one"), winner)).toBe(0);
      expect(await keys(house.store, "")).toEqual(["x/y/one"]);
    });

    test("answers ranges and suffix ranges, clamped to the object's end", async () => {
      await using house = await open();
      await house.store.put("digits", bytes("0123456789"));
      const cases = [
        [{ start: 0, end: 1 }, "0"],
        [{ start: 3, end: 7 }, "3456"],
        [{ start: 8 }, "89"],
        [{ start: 8, end: 99 }, "89"],
        [{ suffix: 3 }, "789"],
        [{ suffix: 99 }, "0123456789"],
      ] as const;
      for (const [range, expected] of cases) {
        expect(text(await house.store.get("digits", range))).toBe(expected);
        expect(text(await buffer(await house.store.stream("digits", range)))).toBe(expected);
      }
    });

    test("refuses ranges in which there is nothing, and numbers that are no range", async () => {
      await using house = await open();
      await house.store.put("digits", bytes("0123456789"));
      await house.store.put("empty", new Uint8Array(0));
      for (const range of [{ start: 10 }, { start: 5, end: 5 }, { start: 7, end: 3 }, { suffix: 0 }]) {
        await expect(house.store.get("digits", range)).rejects.toMatchObject({
          code: "range_not_satisfiable",
        });
        await expect(house.store.stream("digits", range)).rejects.toMatchObject({
          code: "range_not_satisfiable",
        });
      }
      await expect(house.store.get("empty", { suffix: 4 })).rejects.toMatchObject({
        code: "range_not_satisfiable",
      });
      for (const range of [
        { start: -1 },
        { start: 0.5 },
        { start: NaN },
        { suffix: -2 },
        { start: 0, end: Infinity },
      ]) {
        await expect(house.store.get("digits", range)).rejects.toMatchObject({ code: "bad_request" });
      }
    });

    test("lists by prefix, also in the middle of a name, in order of key", async () => {
      await using house = await open();
      for (const key of [
        "seg/ab/1",
        "seg/ab/10",
        "seg/ab/2",
        "seg/ab.c",
        "seg/abc/1",
        "seg/b/1",
        "video/ab/1",
      ]) {
        await house.store.put(key, bytes(key));
      }
      expect(await keys(house.store, "seg/ab/")).toEqual(["seg/ab/1", "seg/ab/10", "seg/ab/2"]);
      expect(await keys(house.store, "seg/ab")).toEqual([
        "seg/ab.c",
        "seg/ab/1",
        "seg/ab/10",
        "seg/ab/2",
        "seg/abc/1",
      ]);
      expect(await keys(house.store, "seg/ab/1")).toEqual(["seg/ab/1", "seg/ab/10"]);
      expect(await keys(house.store, "nothing/")).toEqual([]);
      expect(await keys(house.store, "../")).toEqual([]);
      expect(await keys(house.store, "")).toHaveLength(7);
    });

    test("a missing object is not_found to get and stream, null to head, and nothing to delete", async () => {
      await using house = await open();
      await house.store.put("folder/inside", bytes("x"));
      for (const key of ["none", "no/such/folder", "folder", "folder/inside/deeper"]) {
        await expect(house.store.get(key)).rejects.toMatchObject({ code: "not_found" });
        await expect(house.store.stream(key)).rejects.toMatchObject({ code: "not_found" });
        expect(await house.store.head(key)).toBeNull();
        await house.store.delete(key);
      }
      await expect(house.store.putFile("x", "/no/such/file")).rejects.toMatchObject({ code: "not_found" });
      expect(await keys(house.store, "")).toEqual(["folder/inside"]);
    });

    test("a deleted object is gone, and its key may be put again", async () => {
      await using house = await open();
      await house.store.put("a/k", bytes("one"));
      await house.store.delete("a/k");
      expect(await house.store.head("a/k")).toBeNull();
      expect(await house.store.put("a/k", bytes("two"))).toBe(true);
      expect(text(await house.store.get("a/k"))).toBe("two");
    });

    test("refuses every key that could leave the store or that an adapter could not hold", async () => {
      await using house = await open();
      const refused = [
        "",
        "/",
        "/etc/passwd",
        "..",
        "../x",
        "a/../../x",
        "a/./b",
        "a//b",
        "a/",
        ".hidden",
        "a/.hidden",
        "a\\b",
        "a b",
        "a\0b",
        "ä",
        "%2e%2e/x",
        "C:/x",
        "x".repeat(256),
        "a/".repeat(600) + "a",
      ];
      for (const key of refused) {
        await expect(house.store.put(key, bytes("x")), key).rejects.toMatchObject({ code: "bad_request" });
        await expect(house.store.putFile(key, "/etc/hostname"), key).rejects.toMatchObject({
          code: "bad_request",
        });
        await expect(house.store.get(key), key).rejects.toMatchObject({ code: "bad_request" });
        await expect(house.store.stream(key), key).rejects.toMatchObject({ code: "bad_request" });
        await expect(house.store.head(key), key).rejects.toMatchObject({ code: "bad_request" });
        await expect(house.store.delete(key), key).rejects.toMatchObject({ code: "bad_request" });
        expect(() => house.store.localPath(key), key).toThrow(
          expect.objectContaining({ code: "bad_request" }),
        );
        const staged = await house.store.stage();
        await expect(staged.commit(key), key).rejects.toMatchObject({ code: "bad_request" });
      }
      expect(await keys(house.store, "")).toEqual([]);
    });

    test("a staged object is invisible until it is committed, and never seen when it is aborted", async () => {
      await using house = await open();
      const chunk = bytes("abc");
      const staged = await house.store.stage();
      await staged.write(chunk);
      chunk.fill(120);
      await staged.write(bytes("def"));
      expect(await keys(house.store, "")).toEqual([]);
      expect(await staged.commit("s/one")).toBe(true);
      await staged.abort();
      expect(text(await house.store.get("s/one"))).toBe("abcdef");
      await expect(staged.write(chunk)).rejects.toMatchObject({ code: "conflict" });
      await expect(staged.commit("s/two")).rejects.toMatchObject({ code: "conflict" });

      const dropped = await house.store.stage();
      await dropped.write(chunk);
      await dropped.abort();
      await dropped.abort();
      await expect(dropped.commit("s/two")).rejects.toMatchObject({ code: "conflict" });
      expect(await keys(house.store, "")).toEqual(["s/one"]);
    });

    test("a local path, where there is one, is the object's file", async () => {
      await using house = await open();
      await house.store.put("p/q", bytes("here"));
      const path = house.store.localPath("p/q");
      if (path === null) return;
      const { readFile } = await import("node:fs/promises");
      expect(await readFile(path, "utf8")).toBe("here");
    });
  });
}
