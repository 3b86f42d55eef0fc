import type { DatasetFiles } from "./dataset-files.ts";

/** Why a file, or a folder on the way to it, was not read; null when there simply is none. */
export function whyUnreadable({ refused }: Pick<DatasetFiles, "refused">, path: string): string | null {
  const parts = path.split("/");
  for (let length = parts.length; length > 0; length--) {
    const above = parts.slice(0, length).join("/");
    const reason = refused.get(above);
    if (reason !== undefined) return `${above} ${reason}`;
  }
  return null;
}
