import { AppError } from "@retake/core/errors";
import type { DatasetFiles } from "./dataset-files.ts";
import type { SourceOptions } from "./open-source.ts";

export async function openHub(id: string, _options: SourceOptions): Promise<DatasetFiles> {
  await Promise.resolve();
  throw new AppError("source_unreachable", `The hub cannot be reached for ${id}.`);
}
