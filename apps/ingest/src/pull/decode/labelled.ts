import { isRecord } from "@retake/protocol/json";

/** What the items of a list are told apart by: `lerobot.Scalars` and diagnostics, JointStates, protobuf maps, transforms. */
const LABEL_KEYS = ["label", "name", "key", "child_frame_id"] as const;

/** The label of each item, when all have one and no two the same. */
export function labelOf(list: readonly unknown[]): { key: string; of: string[] } | null {
  const [first] = list;
  if (!isRecord(first)) return null;
  const key = LABEL_KEYS.find((one) => typeof first[one] === "string");
  if (key === undefined) return null;
  const of = list.map((item) => (isRecord(item) ? item[key] : undefined));
  const labels = of.filter((label): label is string => typeof label === "string" && label !== "");
  return labels.length === list.length && new Set(labels).size === labels.length ? { key, of: labels } : null;
}

/** The number of a pair `{label, value}`; null for items with more in them. */
export function valueOfLabelled(item: Record<string, unknown>, key: string): number | null {
  const { value } = item;
  if (Object.keys(item).some((one) => one !== key && one !== "value")) return null;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return Number(value);
  return value === null || value === "NaN" ? Number.NaN : null;
}
