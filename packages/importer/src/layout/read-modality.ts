import type { DatasetFiles } from "../source/dataset-files.ts";
import { asObject, readJsonFile } from "./json-file.ts";

/** Names for parts of vectors, by feature: GR00T's `meta/modality.json`. */
export type ModalityLabels = ReadonlyMap<string, ModalitySlice[]>;

export interface ModalitySlice {
  label: string;
  start: number;
  end: number;
}

/** Features that a group stands for when a slice names none itself. */
const GROUP_FEATURES: Record<string, string> = { state: "observation.state", action: "action" };
const DIMS_MAX = 65_536;

/** Labels only: a modality file that cannot be read takes nothing away, so it is passed over. */
export async function readModality(files: DatasetFiles): Promise<ModalityLabels> {
  const labels = new Map<string, ModalitySlice[]>();
  const json = await readJsonFile(files, "meta/modality.json").catch(() => null);
  for (const [group, feature] of Object.entries(GROUP_FEATURES)) {
    for (const [label, value] of asObject(json?.get(group)) ?? []) {
      const slice = asObject(value);
      const start = Number(slice?.get("start") ?? NaN);
      const end = Number(slice?.get("end") ?? NaN);
      const key = slice?.get("original_key");
      if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end <= start || end > DIMS_MAX)
        continue;
      const name = typeof key === "string" ? key : feature;
      labels.set(name, [...(labels.get(name) ?? []), { label: label.slice(0, 200), start, end }]);
    }
  }
  return labels;
}

/** `motor_3` says nothing that its place does not. */
const NUMBERED_NAME = /^(?:motor|joint|dim|state|action|value|x)?[ _-]?\d+$/i;

/** The given names where they mean something, else the labels of the slices they lie in. */
export function labelledNames(
  names: readonly string[],
  slices: readonly ModalitySlice[] | undefined,
): string[] {
  if (slices === undefined || !names.every((name) => NUMBERED_NAME.test(name))) return [...names];
  const labelled = [...names];
  for (const { label, start, end } of slices) {
    for (let i = start; i < end; i++) labelled[i] = end - start === 1 ? label : `${label}[${i - start}]`;
  }
  return Array.from(labelled, (name, i) => name ?? String(i));
}
