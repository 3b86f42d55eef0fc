import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { open, rm, statfs } from "node:fs/promises";
import path from "node:path";

/** A disk of its own in memory, so that it can be full without anybody else noticing. */
export interface SmallDisk extends Disposable {
  /** Takes all that is free, to the last byte. */
  fill(): Promise<void>;
  free(): Promise<void>;
}

/** @returns null, with the reason, where this user may not mount one */
export function mountSmallDisk(folder: string, bytes: number): SmallDisk | string {
  fs.mkdirSync(folder, { recursive: true });
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", folder], {
    encoding: "utf8",
  });
  if (mounted.status !== 0) return `cannot mount a tmpfs: ${mounted.stderr || String(mounted.error)}`.trim();
  const ballast = path.join(folder, "ballast");
  return {
    async fill() {
      const { bsize } = await statfs(folder);
      const file = await open(ballast, "a");
      try {
        for (;;) await file.write(Buffer.alloc(bsize, 1));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast, { force: true }),
    [Symbol.dispose]: () => void spawnSync("umount", ["-l", folder]),
  };
}
