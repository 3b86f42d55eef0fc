import { closeSync, fstatSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { AppError } from "@retake/core/errors";
import { type Ffmpeg, inputName, outputName } from "./ffmpeg.ts";

/**
 * ffmpeg compiled to WebAssembly (`@ffmpeg/core`, an optional dependency). It runs synchronously: only ever use it in a decoding process.
 * Every run has an instance of its own, so nothing of a hostile file outlives its run; compiled code is shared.
 */

/** 64 KiB pages of one instance: 1 GiB, where the build itself would admit 2. */
const MEMORY_PAGES_MAX = 16_384;
const LOG_LINES_MAX = 40;

interface FsNode {
  node_ops: Record<string, (...args: never[]) => unknown>;
  stream_ops: Record<string, (...args: never[]) => unknown>;
}
interface FsStream {
  position: number;
}
/** The part of an emscripten module that is used here. */
interface Core {
  FS: {
    writeFile(path: string, bytes: Uint8Array): void;
    readFile(path: string): Uint8Array;
    lookupPath(path: string): { node: FsNode };
    analyzePath(path: string): { exists: boolean };
  };
  setLogger(log: (line: { message: string }) => void): void;
  setTimeout(ms: number): void;
  exec(...args: string[]): void;
  ret: number;
}
type Receive = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;
type CreateCore = (options: {
  mainScriptUrlOrBlob: string;
  instantiateWasm(imports: WebAssembly.Imports, receive: Receive): object;
}) => Promise<Core>;

let runs = 0;
/** How often this process has run the wasm build. */
export const wasmRuns = (): number => runs;

let loaded: { create: CreateCore; code: WebAssembly.Module } | null = null;

/** Null when the optional package is not installed. */
export async function loadWasmFfmpeg(): Promise<Ffmpeg | null> {
  const require = createRequire(import.meta.url);
  let script: string;
  try {
    script = require.resolve("@ffmpeg/core");
  } catch {
    return null;
  }
  if (loaded === null) {
    // The script was written for browsers and asks where it was loaded from.
    Object.assign(globalThis, { self: globalThis, location: { href: "file://x/" } });
    const code = await WebAssembly.compile(readFileSync(join(dirname(script), "ffmpeg-core.wasm")));
    loaded = { create: require(script) as CreateCore, code };
  }
  const { create, code } = loaded;
  return {
    kind: "wasm",
    async toBytes(input, args) {
      const core = await newCore(create, code);
      const unmount = mountHostFile(core, inputName, input, "r");
      try {
        execute(core, args, () => undefined);
        return core.FS.analyzePath(outputName).exists
          ? Buffer.from(core.FS.readFile(outputName))
          : Buffer.alloc(0);
      } finally {
        unmount();
      }
    },
    async toFile(input, args, output, onFrame) {
      const core = await newCore(create, code);
      const unmountInput = mountHostFile(core, inputName, input, "r");
      const unmountOutput = mountHostFile(core, outputName, output, "w+");
      try {
        execute(core, args, onFrame);
      } finally {
        unmountInput();
        unmountOutput();
      }
    },
  };
}

function newCore(create: CreateCore, code: WebAssembly.Module): Promise<Core> {
  return create({
    mainScriptUrlOrBlob: `x#${btoa(JSON.stringify({ wasmURL: "x", workerURL: "" }))}`,
    instantiateWasm(imports, receive) {
      void WebAssembly.instantiate(code, imports).then((instance) => {
        limitMemory(instance);
        receive(instance, code);
      });
      return {};
    },
  });
}

/** The build's own ceiling cannot be set, but it grows through the exported memory's `grow`. */
function limitMemory(instance: WebAssembly.Instance): void {
  for (const memory of Object.values(instance.exports)) {
    if (!(memory instanceof WebAssembly.Memory)) continue;
    const grow = memory.grow.bind(memory);
    memory.grow = (pages) => {
      if (memory.buffer.byteLength / 65_536 + pages > MEMORY_PAGES_MAX) throw new RangeError("memory limit");
      return grow(pages);
    };
  }
}

function execute(core: Core, args: string[], onFrame: (frames: number) => void): void {
  runs++;
  const log: string[] = [];
  core.setLogger(({ message }) => {
    log.push(message);
    if (log.length > LOG_LINES_MAX) log.shift();
    const frames = /^frame=\s*(\d+)/.exec(message)?.[1];
    if (frames !== undefined) onFrame(Number(frames));
  });
  core.setTimeout(-1);
  let fault = "";
  try {
    core.exec(...args);
  } catch (error) {
    fault = String(error);
  }
  if (core.ret === 0 && fault === "") return;
  throw new AppError("unsupported_media", "The video could not be decoded.", {
    detail: `ffmpeg ${core.ret} ${fault}: ${log.slice(-8).join(" | ")}`,
  });
}

/** Shows a file of this machine inside the instance's file system, read and written in place so that it is never copied into memory. */
function mountHostFile(core: Core, name: string, path: string, flags: "r" | "w+"): () => void {
  const fd = openSync(path, flags);
  const size = (): number => fstatSync(fd).size;
  core.FS.writeFile(name, new Uint8Array(0));
  const { node } = core.FS.lookupPath(name);
  const { getattr } = node.node_ops;
  node.node_ops = {
    ...node.node_ops,
    getattr: (target: never) => ({ ...(getattr?.(target) as object), size: size() }),
    setattr: () => undefined,
  };
  node.stream_ops = {
    ...node.stream_ops,
    read: (_: FsStream, buffer: Uint8Array, offset: number, length: number, position: number) =>
      position >= size() ? 0 : readSync(fd, buffer, offset, Math.min(length, size() - position), position),
    write: (_: FsStream, buffer: Uint8Array, offset: number, length: number, position: number) =>
      writeSync(fd, buffer, offset, length, position),
    llseek: (stream: FsStream, offset: number, whence: number) =>
      Math.max(0, offset + (whence === 1 ? stream.position : whence === 2 ? size() : 0)),
  };
  return () => closeSync(fd);
}
