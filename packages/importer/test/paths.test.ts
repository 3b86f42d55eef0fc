import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "@retake/core/errors";
import { listFolders } from "../src/folders.ts";
import { expandTemplate, parseTemplate } from "../src/layout/template.ts";
import { isInternalAddress } from "../src/source/address-guard.ts";
import { parseDatasetRef } from "../src/source/dataset-ref.ts";
import { openFolder } from "../src/source/folder-source.ts";
import { listFiles } from "../src/source/list-files.ts";
import { NO_HUB } from "./no-hub.ts";

describe("what may be named as a dataset", () => {
  test.for(["lerobot/pusht", "pusht", "a/b.c-d_e", "Team-1/x"])("%s is a hub id", (id) => {
    expect(parseDatasetRef(id)).toEqual({ kind: "hub", id });
  });
  test("an absolute path is a folder", () => {
    expect(parseDatasetRef("/data/my set")).toEqual({ kind: "folder", path: "/data/my set" });
  });
  test.for([
    "../../etc/passwd",
    "..%2f..%2fetc",
    "%2e%2e/x",
    "a/../b",
    "/allowed/../etc",
    "lerobot/pusht\0.json",
    "a\nb",
    "C:\\data",
    "\\\\server\\share",
    "CON",
    "lpt1.txt/x",
    "~/data",
    "./data",
    "a/b/c",
    "lеrobot/pusht",
    "lerobot／pusht",
    "-x/y",
    "",
    "a".repeat(4096),
    "https://example.org/x",
  ])("%j is refused", (text) => {
    expect(() => parseDatasetRef(text)).toThrow(AppError);
    expect(() => parseDatasetRef(text)).toThrow(expect.objectContaining({ status: 400 }) as Error);
  });
  test("nothing but a safe id or an absolute path without climbing ever passes", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webPath(), fc.stringMatching(/^[./\\%a-z2ef~:]{0,20}$/)),
        (text) => {
          try {
            const ref = parseDatasetRef(text);
            if (ref.kind === "folder")
              expect(ref.path.startsWith("/") && !ref.path.split("/").includes("..")).toBe(true);
            else expect(ref.id).toMatch(/^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)?$/);
          } catch (thrown) {
            if (!(thrown instanceof AppError)) throw thrown;
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("path patterns", () => {
  test("fields are padded as Python pads them", () => {
    const template = parseTemplate("videos/{video_key}/chunk-{chunk_index:03d}/f{file_index}-{n:2d}.mp4");
    const values = { video_key: "cam.a", chunk_index: 7, file_index: 1234, n: 5 };
    expect(expandTemplate(template, values)).toBe("videos/cam.a/chunk-007/f1234- 5.mp4");
    expect(expandTemplate(template, { ...values, n: undefined })).toBeNull();
  });
  test.for([
    "../{episode_index}.parquet",
    "data/../../{episode_index}",
    "/etc/{episode_index}",
    "C:/x/{episode_index}",
    "data\\{episode_index}",
    "data/\0",
    "{episode_index.__class__}",
    "{episode_index!r}",
    "{0}",
    "{}",
    "{a[0]}",
    "{episode_index:>10}",
    "{episode_index:0999d}",
    "{episode_index",
    "x}",
    "x".repeat(2_000),
  ])("%j is refused", (text) => {
    expect(() => parseTemplate(text)).toThrow(expect.objectContaining({ code: "path_refused" }) as Error);
  });
  test("no pattern and no value leads out of the dataset", () => {
    const piece = fc.oneof(
      fc.constantFrom("..", ".", "/", "\\", "{k}", "{i:03d}", "{video_key}", "a", "\0"),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.string(), fc.double(), (pieces, key, index) => {
        try {
          const path = expandTemplate(parseTemplate(pieces.join("")), { video_key: key, i: index, k: "x" });
          if (path === null) return;
          expect(path.startsWith("/")).toBe(false);
          expect(path.split("/")).not.toContain("..");
          expect(path).not.toContain("\0");
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: "path_refused" });
        }
      }),
      { numRuns: 3_000 },
    );
  });
  test("numbers that no dataset has are refused", () => {
    const template = parseTemplate("{i:03d}");
    for (const i of [-1, 1.5, 1e9, NaN, Infinity]) {
      expect(() => expandTemplate(template, { i })).toThrow(
        expect.objectContaining({ code: "path_refused" }) as Error,
      );
    }
  });
});

describe("folders", () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "retake-paths-"));
    await mkdir(join(root, "allowed/set/meta"), { recursive: true });
    await mkdir(join(root, "allowed/set/data"), { recursive: true });
    await mkdir(join(root, "secret"));
    await writeFile(join(root, "secret/file"), "secret");
    await writeFile(join(root, "allowed/set/meta/info.json"), "{}");
    await symlink(join(root, "secret/file"), join(root, "allowed/set/data/out.parquet"));
    await symlink(join(root, "secret"), join(root, "allowed/set/linked"));
    await symlink("../meta/info.json", join(root, "allowed/set/data/inside.json"));
    await symlink("/dev/zero", join(root, "allowed/set/data/zero.parquet"));
    await symlink("..", join(root, "allowed/set/data/loop"));
    await symlink(join(root, "secret"), join(root, "allowed/door"));
  });
  afterAll(() => rm(root, { recursive: true }));
  const roots = (): string[] => [join(root, "allowed")];

  test("a folder outside of the allowed ones, also behind a link, is refused", async () => {
    const refused = { code: "path_refused" };
    await expect(openFolder(join(root, "secret"), roots())).rejects.toMatchObject(refused);
    await expect(openFolder(join(root, "allowed/door"), roots())).rejects.toMatchObject(refused);
    await expect(openFolder("/etc/passwd", null)).rejects.toMatchObject(refused);
    await expect(openFolder(join(root, "nowhere"), roots())).rejects.toMatchObject({ code: "not_found" });
  });

  test("links that leave the dataset are seen and never followed", async () => {
    const files = await openFolder(join(root, "allowed/set"), roots());
    expect(files.sizes.has("data/inside.json")).toBe(true);
    expect(files.refused.get("data/out.parquet")).toMatch(/leaves the dataset/);
    expect(files.refused.has("linked")).toBe(true);
    expect(files.refused.has("data/zero.parquet")).toBe(true);
    expect([...files.sizes.keys()].some((path) => path.includes("secret"))).toBe(false);
    await expect(files.realPath("data/out.parquet")).rejects.toMatchObject({ code: "path_refused" });
    await expect(files.realPath("../../secret/file")).rejects.toMatchObject({ code: "path_refused" });
  });

  test("the chooser shows datasets and stays inside of the roots", async () => {
    const options = { roots: roots(), hub: NO_HUB };
    const top = await listFolders(null, options);
    expect(top).toMatchObject({ parent: null, folders: [{ name: "set", isDataset: true }] });
    expect(await listFolders(join(top.path, "set"), options)).toMatchObject({ parent: top.path });
    for (const path of [root, join(root, "allowed/door"), join(root, "allowed/../secret"), "relative"]) {
      await expect(listFolders(path, options)).rejects.toMatchObject({ code: "path_refused" });
    }
    const several = await listFolders(null, {
      roots: [join(root, "allowed"), join(root, "secret")],
      hub: NO_HUB,
    });
    expect(several.folders).toHaveLength(2);
  });

  test("the chooser begins at home, or at the top when home has nothing to show", async () => {
    await mkdir(join(root, "empty-home/.cache"), { recursive: true });
    const begin = (home: string) => listFolders(null, { roots: null, hub: NO_HUB, home: join(root, home) });
    expect((await begin("allowed")).path).toBe(await realpath(join(root, "allowed")));
    for (const home of ["empty-home", "nowhere", "secret/file"]) expect((await begin(home)).path).toBe("/");
  });

  test("LeRobot's own folder is a shortcut where it exists and may be seen", async () => {
    const lerobotHome = join(root, "lerobot");
    const hub = { ...NO_HUB, lerobotHome };
    const shortcuts = async (roots: string[] | null, path: string | null = null) =>
      (await listFolders(path, { roots, hub, home: join(root, "allowed") })).shortcuts.map((one) => one.path);
    expect(await shortcuts(null)).toEqual([]);
    await mkdir(lerobotHome);
    const real = await realpath(lerobotHome);
    expect(await shortcuts(null)).toEqual([real]);
    expect(await shortcuts([root])).toEqual([real]);
    expect(await shortcuts([join(root, "allowed")])).toEqual([]);
    expect(await shortcuts(null, join(root, "allowed"))).toEqual([]);
  });
});

test("internal addresses in every spelling are known as such", () => {
  const internal = [
    "127.0.0.1",
    "10.1.2.3",
    "172.20.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "0.0.0.0",
    "100.64.0.1",
    "::1",
    "::",
  ];
  for (const address of [...internal, "fd00::1", "fe80::1", "::ffff:127.0.0.1", "not an address"])
    expect(isInternalAddress(address)).toBe(true);
  for (const address of ["8.8.8.8", "172.32.0.1", "2606:4700::1", "::ffff:8.8.8.8"])
    expect(isInternalAddress(address)).toBe(false);
});

describe("links between folders", () => {
  let root: string;
  beforeAll(async () => void (root = await realpath(await mkdtemp(join(tmpdir(), "retake-links-")))));
  afterAll(() => rm(root, { recursive: true, force: true }));

  test("circles are seen at once, and what they hold is listed once", async () => {
    const folder = join(root, "circles");
    await mkdir(join(folder, "a/b"), { recursive: true });
    await writeFile(join(folder, "a/b/file"), "x");
    for (const name of ["l0", "l1", "l2"]) {
      await symlink(".", join(folder, name));
      await symlink("..", join(folder, "a/b", name));
    }
    const { sizes, refused } = await listFiles(folder, folder);
    expect([...sizes.keys()]).toEqual(["a/b/file"]);
    expect(refused.get("a/b/l1")).toContain("circle");
  });

  test("links that multiply without a circle are too many", async () => {
    for (let level = 0; level < 11; level++) {
      await mkdir(join(root, `bomb/d${level}`), { recursive: true });
      for (let k = 0; k < 6; k++) await symlink(`../d${level + 1}`, join(root, `bomb/d${level}/l${k}`));
    }
    await mkdir(join(root, "bomb/d11"));
    await expect(listFiles(join(root, "bomb"), root)).rejects.toMatchObject({ code: "too_large" });
  });
});
