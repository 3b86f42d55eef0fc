import { spawn } from "node:child_process";
import { once } from "node:events";
import { AppError } from "@retake/core/errors";
import { type Ffmpeg, inputName, outputName } from "./ffmpeg.ts";

/** Raw pixels of the largest admitted picture. */
const OUTPUT_BYTES_MAX = 160 << 20;
const LOG_CHARS_MAX = 4_000;

/**
 * A real ffmpeg at `path` or in PATH; null when there is none, or one older than 5.1, which lacks an option used here. It lives in this
 * process's group, so it dies with it.
 */
export async function findSystemFfmpeg(path: string | null): Promise<Ffmpeg | null> {
  const command = path ?? "ffmpeg";
  const said = await run(command, ["-version"], () => undefined).catch(() => null);
  if (said === null || isOld(said.toString())) return null;
  return {
    kind: "system",
    toBytes: (input, args) => run(command, place(args, input, "pipe:1"), () => undefined),
    async toFile(input, args, output, onFrame) {
      await run(command, place(args, input, output), onFrame);
    },
  };
}

/** Builds from a branch say `N-12345-g…` instead of a number: those are new. */
function isOld(text: string): boolean {
  const [, major, minor] = /^ffmpeg version n?(\d+)\.(\d+)/.exec(text) ?? [];
  return major !== undefined && (Number(major) < 5 || (Number(major) === 5 && Number(minor) < 1));
}

const place = (args: string[], input: string, output: string): string[] =>
  args.map((arg) => (arg === inputName ? input : arg === outputName ? output : arg));

async function run(command: string, args: string[], onFrame: (frames: number) => void): Promise<Buffer> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  let bytes = 0;
  let log = "";
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > OUTPUT_BYTES_MAX) child.kill("SIGKILL");
    else chunks.push(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-LOG_CHARS_MAX);
    const frames = [...log.matchAll(/frame=\s*(\d+)/g)].at(-1)?.[1];
    if (frames !== undefined) onFrame(Number(frames));
  });
  // Rejects when the command cannot be started.
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) {
    throw new AppError("unsupported_media", "The video could not be decoded.", {
      detail: `ffmpeg ${code}: ${log}`,
    });
  }
  return Buffer.concat(chunks);
}
