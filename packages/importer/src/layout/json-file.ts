import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { AppError } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";
import type { DatasetFiles } from "../source/dataset-files.ts";

/** A JSON object as a map: keys come from strangers, and `__proto__` is one of them. */
export type JsonObject = ReadonlyMap<string, unknown>;

const JSON_BYTES_MAX = 64 << 20;
const LFS_POINTER = "version https://git-lfs";

/**
 * @returns null when the file is not there
 * @throws AppError `invalid_dataset` when it is not a JSON object, `too_large`
 */
export async function readJsonFile(files: DatasetFiles, path: string): Promise<JsonObject | null> {
  const refused = files.refused.get(path);
  if (refused !== undefined) throw new AppError("path_refused", `${path} ${refused}.`);
  if (!files.sizes.has(path)) return null;
  const real = await files.realPath(path);
  if ((await stat(real)).size > JSON_BYTES_MAX)
    throw new AppError("too_large", `${path} is larger than 64 MiB.`);
  const object = parseObject(await readFile(real, "utf8"));
  if (object === null)
    throw new AppError("invalid_dataset", describeBadJson(await readFile(real, "utf8"), path));
  return object;
}

/** The values of a JSON object, or null for anything else. */
export function asObject(value: unknown): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value))
    : null;
}

function parseObject(text: string): JsonObject | null {
  if (text.trim() === "") return new Map();
  const plain = text.replace(/^\uFEFF/, "");
  try {
    return asObject(JSON.parse(plain));
  } catch {
    return /NaN|Infinity/.test(plain) ? parsePythonNumbers(plain) : null;
  }
}

/** Python writes NaN and Infinity as bare words, which JSON does not have; they become null. */
function parsePythonNumbers(text: string): JsonObject | null {
  const words = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g;
  try {
    return asObject(JSON.parse(text.replaceAll(words, (word) => (word.startsWith('"') ? word : "null"))));
  } catch {
    return null;
  }
}

function describeBadJson(text: string, path: string): string {
  if (text.startsWith(LFS_POINTER)) {
    return `${path} is a Git LFS pointer, not the file itself; fetch it with \`git lfs pull\`.`;
  }
  return `${path} is not valid JSON.`;
}

/**
 * The objects of a JSONL file, one at a time. Lines that are not objects are passed to `bad` with their number.
 * @throws AppError `too_large` for a line or a file beyond the limits, `corrupt_data` for a pointer in its place
 */
export async function* readJsonLines(
  files: DatasetFiles,
  path: string,
  bad: (line: number) => void,
): AsyncGenerator<JsonObject> {
  const real = await files.realPath(path);
  if ((await stat(real)).size > LIMITS.metaFileBytesMax)
    throw new AppError("too_large", `${path} is too large.`);
  let number = 0;
  for await (const line of lines(real, path)) {
    number += 1;
    if (line.trim() === "") continue;
    if (number === 1 && line.startsWith(LFS_POINTER)) {
      const reason = "is a Git LFS pointer, not the list itself; fetch it with `git lfs pull`";
      throw new AppError("corrupt_data", reason);
    }
    const object = parseObject(line);
    if (object === null) bad(number);
    else yield object;
  }
}

async function* lines(real: string, path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(real, { encoding: "utf8", highWaterMark: 256 << 10 })) {
    const parts = (rest + String(chunk)).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
    if (rest.length > LIMITS.metaLineBytesMax)
      throw new AppError("too_large", `${path} has a line that is too long.`);
  }
  if (rest !== "") yield rest;
}
