import { dirname } from "node:path";
import type { LogDisk, LogFileHandle } from "../../src/log/log-disk.ts";

type Change = { kind: "write"; at: number; bytes: Buffer } | { kind: "truncate"; size: number };

interface Inode {
  now: Buffer;
  durable: Buffer;
  /** Not synced yet, in order. */
  changes: Change[];
}

/** Draws a number in [0, 1). */
export type Draw = () => number;

const SECTOR = 64;

export function fsError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/**
 * A disk that remembers what was synced. `afterKill` is what the next process finds; `afterPowerLoss` keeps what was synced and any part
 * of the rest: sectors of writes dropped, torn and out of order, cuts and names done or not.
 */
export class MemoryDisk implements LogDisk {
  #names = new Map<string, Inode>();
  #durableNames = new Map<string, Inode>();

  static of(files: ReadonlyMap<string, Buffer>): MemoryDisk {
    const disk = new MemoryDisk();
    for (const [path, bytes] of files) {
      disk.#names.set(path, { now: Buffer.from(bytes), durable: Buffer.from(bytes), changes: [] });
    }
    disk.#durableNames = new Map(disk.#names);
    return disk;
  }

  snapshot(): Map<string, Buffer> {
    return new Map([...this.#names].map(([path, inode]) => [path, Buffer.from(inode.now)]));
  }

  /** What was not synced is still not: a loss of power after the next process has begun takes it. */
  afterKill(): MemoryDisk {
    const copies = new Map<Inode, Inode>();
    const copy = (inode: Inode): Inode => {
      const made = copies.get(inode) ?? { ...inode, changes: [...inode.changes] };
      copies.set(inode, made);
      return made;
    };
    const disk = new MemoryDisk();
    disk.#names = new Map([...this.#names].map(([path, inode]) => [path, copy(inode)]));
    disk.#durableNames = new Map([...this.#durableNames].map(([path, inode]) => [path, copy(inode)]));
    return disk;
  }

  afterPowerLoss(draw: Draw): MemoryDisk {
    const files = new Map<string, Buffer>();
    for (const path of new Set([...this.#names.keys(), ...this.#durableNames.keys()])) {
      const [now, durable] = [this.#names.get(path), this.#durableNames.get(path)];
      const inode = now === durable || draw() < 0.5 ? durable : now;
      if (inode !== undefined) files.set(path, survivorOf(inode, draw));
    }
    return MemoryDisk.of(files);
  }

  async makeFolder(): Promise<void> {}

  async list(folder: string): Promise<string[]> {
    return [...this.#names.keys()]
      .filter((path) => dirname(path) === folder)
      .map((path) => path.slice(folder.length + 1));
  }

  async open(path: string, mode: "create" | "read" | "change"): Promise<LogFileHandle> {
    let inode = this.#names.get(path);
    if (mode === "create") {
      if (inode !== undefined) throw fsError("EEXIST");
      inode = { now: Buffer.alloc(0), durable: Buffer.alloc(0), changes: [] };
      this.#names.set(path, inode);
    }
    if (inode === undefined) throw fsError("ENOENT");
    return new MemoryFile(inode);
  }

  async exists(path: string): Promise<boolean> {
    return this.#names.has(path);
  }

  async unlink(path: string): Promise<void> {
    if (!this.#names.delete(path)) throw fsError("ENOENT");
  }

  async syncFolder(folder: string): Promise<void> {
    for (const path of this.#durableNames.keys()) {
      if (dirname(path) === folder && !this.#names.has(path)) this.#durableNames.delete(path);
    }
    for (const [path, inode] of this.#names)
      if (dirname(path) === folder) this.#durableNames.set(path, inode);
  }
}

/** After a failed sync the kernel takes the pages for clean: a later sync does not write them. */
export class MemoryFile implements LogFileHandle {
  readonly #inode: Inode;

  constructor(inode: Inode) {
    this.#inode = inode;
  }

  async write(bytes: Uint8Array, position: number): Promise<number> {
    const change: Change = { kind: "write", at: position, bytes: Buffer.from(bytes) };
    this.#inode.now = apply(this.#inode.now, change);
    this.#inode.changes.push(change);
    return bytes.length;
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    const found = this.#inode.now.subarray(position, position + into.length);
    into.set(found);
    return found.length;
  }

  async truncate(size: number): Promise<void> {
    this.#inode.now = apply(this.#inode.now, { kind: "truncate", size });
    this.#inode.changes.push({ kind: "truncate", size });
  }

  async datasync(): Promise<void> {
    this.#inode.durable = this.#inode.changes.reduce(apply, this.#inode.durable);
    this.#inode.changes = [];
  }

  failSync(): void {
    this.#inode.changes = [];
  }

  async size(): Promise<number> {
    return this.#inode.now.length;
  }

  async close(): Promise<void> {}
}

function apply(data: Buffer, change: Change): Buffer {
  if (change.kind === "truncate") {
    return Buffer.concat([data, Buffer.alloc(Math.max(0, change.size - data.length))]).subarray(
      0,
      change.size,
    );
  }
  const grown = Buffer.alloc(Math.max(data.length, change.at + change.bytes.length));
  data.copy(grown);
  change.bytes.copy(grown, change.at);
  return grown;
}

function survivorOf({ durable, changes }: Inode, draw: Draw): Buffer {
  const keep = draw();
  let data = durable;
  for (const change of changes) {
    if (change.kind === "truncate") {
      if (draw() < keep) data = apply(data, change);
      continue;
    }
    for (let from = 0; from < change.bytes.length; from += SECTOR) {
      if (draw() >= keep) continue;
      const whole = change.bytes.subarray(from, from + SECTOR);
      const bytes = draw() < 0.1 ? whole.subarray(0, Math.floor(draw() * whole.length)) : whole;
      data = apply(data, { kind: "write", at: change.at + from, bytes });
    }
  }
  return data;
}
