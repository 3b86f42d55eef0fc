import fs from "node:fs";

/** Bytes of a process now, and at most so far. Linux only: null elsewhere. */
export function memoryOf(pid: number): { now: number; peak: number } | null {
  const file = `/proc/${pid}/status`;
  if (!fs.existsSync(file)) return null;
  const status = fs.readFileSync(file, "utf8");
  const kibibytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]);
  return { now: kibibytes("VmRSS") * 1024, peak: kibibytes("VmHWM") * 1024 };
}

export function inMegabytes(bytes: number | undefined): string {
  return bytes === undefined ? "unknown" : `${(bytes / 1e6).toFixed(0)} MB`;
}
