import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { openObjectStore } from "@retake/telemetry/object-store";
import { objectStoreAcceptance } from "./object-store-acceptance.ts";
import { temporaryFolder } from "./temporary-folder.ts";

objectStoreAcceptance("a folder", async () => {
  const folder = await temporaryFolder();
  return {
    store: openObjectStore(`file:${folder.path}/store`),
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
});

objectStoreAcceptance("memory", async () => ({
  store: openObjectStore("memory:"),
  [Symbol.asyncDispose]: async () => undefined,
}));

describe("openObjectStore", () => {
  test("takes paths and file URLs, and touches nothing before the first put", async () => {
    await using folder = await temporaryFolder();
    const root = join(folder.path, "with space", "store");
    const store = openObjectStore(pathToFileURL(root).href);
    expect(await store.head("k")).toBeNull();
    expect(existsSync(root)).toBe(false);
    await store.put("k", new Uint8Array(3));
    expect(existsSync(join(root, "k"))).toBe(true);
    expect((await openObjectStore(`file:${root}`).head("k"))?.bytes).toBe(3);
  });

  test("says in words that there is no S3 adapter, and refuses other addresses", () => {
    expect(() => openObjectStore("s3://bucket/prefix")).toThrow(
      expect.objectContaining({ code: "bad_request", message: expect.stringContaining("no S3 adapter") }),
    );
    for (const url of ["", "file:", "http://x", "/plain/path"]) {
      expect(() => openObjectStore(url), url).toThrow(expect.objectContaining({ code: "bad_request" }));
    }
  });
});
