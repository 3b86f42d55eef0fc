import { topicOfFeature } from "@retake/core/topics";
import type { SampleType } from "@retake/telemetry/types";
import type { DatasetInfo, DeclaredFeature } from "../layout/read-info.ts";
import { isFeatureName } from "../layout/read-info.ts";
import { isHalfFloat } from "../parquet/half-float.ts";
import type { Leaf } from "../parquet/leaf.ts";
import type { TableColumn } from "../parquet/parquet-table.ts";

/** How one column of the frames is read. Declared types are claims; the stored ones decide. */
export type ColumnPlan = {
  name: string;
  topic: string;
  declared: DeclaredFeature | null;
  column: TableColumn;
} & (
  | { kind: "timestamp" | "frame" | "task" | "subtask"; leaf: Leaf }
  | { kind: "signal"; leaf: Leaf; type: Exclude<SampleType, "string" | "image"> }
  | { kind: "text"; leaf: Leaf }
  /** Encoded pictures; `leaf` is the place of their bytes among the column's leaves. */
  | { kind: "picture"; leaf: Leaf; leafIndex: number }
  /** Raw pixels as nested lists of rank 3. */
  | { kind: "pixels"; leaf: Leaf }
  | { kind: "words" }
  | { kind: "persistent" }
);

export interface PlannedColumns {
  columns: ColumnPlan[];
  /** Columns that are not imported, with the reason in words. */
  skipped: SkippedColumn[];
}

export interface SkippedColumn {
  name: string;
  reason: string;
  /** It holds something that the dataset promises. */
  lost: boolean;
}

/** Where a row lies, which the product knows by other means. */
const PLACE_COLUMNS = new Set(["episode_index", "index", "__index_level_0__"]);
const BOOKKEEPING = new Map([
  ["timestamp", "timestamp"],
  ["frame_index", "frame"],
  ["task_index", "task"],
  ["subtask_index", "subtask"],
] as const);
const LEAVES_MAX = 64;
/** Often pickles, which run code when they are loaded. */
const OPAQUE = "holds binary data of unknown meaning, which is never opened";
const VIDEO_NOTE = "only notes where the camera's pictures are";
const HARMLESS = new Set([OPAQUE, VIDEO_NOTE]);

export function planColumns(columns: Iterable<TableColumn>, info: DatasetInfo): PlannedColumns {
  const planned: PlannedColumns = { columns: [], skipped: [] };
  const topics = new Set<string>();
  for (const column of columns) {
    if (PLACE_COLUMNS.has(column.name)) continue;
    const plan = planColumn(column, info.features.get(column.name) ?? null);
    const skip = (reason: string): void =>
      void planned.skipped.push({ name: column.name, reason, lost: !HARMLESS.has(reason) });
    if (typeof plan === "string") skip(plan);
    else if (isVideoNote(plan)) skip(VIDEO_NOTE);
    else if (topics.has(plan.topic)) skip("has the name of another one");
    else {
      topics.add(plan.topic);
      planned.columns.push(plan);
    }
  }
  const order = [...info.features.keys()];
  const place = (plan: ColumnPlan): number =>
    (order.indexOf(plan.name) + order.length + 1) % (order.length + 1);
  planned.columns.sort((a, b) => place(a) - place(b));
  return planned;
}

/** Datasets converted from v1 keep `{path, timestamp}` or a frame number under the camera's name; the pictures are in its video. */
function isVideoNote({ kind, declared }: ColumnPlan): boolean {
  return declared?.dtype === "video" && kind !== "picture" && kind !== "pixels";
}

function planColumn(column: TableColumn, declared: DeclaredFeature | null): ColumnPlan | string {
  const { name, leaves } = column;
  if (!isFeatureName(name)) return "has a name that cannot be used";
  if (leaves === null || leaves.length === 0) return "is stored in a type that is not known";
  if (leaves.length > LEAVES_MAX) return "has too many parts";
  const base = { name, topic: topicOfFeature(name), declared, column };
  if (name === "language_persistent") return { ...base, kind: "persistent" };
  const bytesIndex = leaves.findIndex((leaf) => leaf.path.at(-1) === "bytes" && leaf.type === "BYTE_ARRAY");
  const [leaf] = leaves;
  if (leaf === undefined) return "is stored in a type that is not known";
  const bytes = leaves[bytesIndex];
  if (leaves.length > 1 && bytes !== undefined && bytes.maxRepetition === 0 && leaves.length <= 3) {
    return { ...base, kind: "picture", leaf: bytes, leafIndex: bytesIndex };
  }
  if (leaves.length > 1) return { ...base, kind: "words" };
  if (leaf.type === "BYTE_ARRAY") return planBytes(base, leaf, declared);
  const bookkeeping = BOOKKEEPING.get(name as "timestamp");
  if (bookkeeping !== undefined) return { ...base, kind: bookkeeping, leaf };
  const type = sampleTypeOf(leaf);
  if (type === null) return "is stored in a type that is not known";
  if (type === "int64" && isPixels(leaf, declared)) return { ...base, kind: "pixels", leaf };
  return { ...base, kind: "signal", leaf, type };
}

function planBytes(
  base: Pick<ColumnPlan, "name" | "topic" | "declared" | "column">,
  leaf: Leaf,
  declared: DeclaredFeature | null,
): ColumnPlan | string {
  const element = leaf.schemaPath.at(-1)?.element;
  const isText =
    element?.converted_type === "UTF8" ||
    element?.converted_type === "JSON" ||
    element?.logical_type?.type === "STRING" ||
    element?.logical_type?.type === "JSON";
  if (declared?.dtype === "image" && leaf.maxRepetition === 0)
    return { ...base, kind: "picture", leaf, leafIndex: 0 };
  if (isText) return leaf.maxRepetition === 0 ? { ...base, kind: "text", leaf } : { ...base, kind: "words" };
  return OPAQUE;
}

/** @returns null for types that hold no plain number (decimals, fixed-length bytes) */
function sampleTypeOf(leaf: Leaf): Exclude<SampleType, "string" | "image"> | null {
  const element = leaf.schemaPath.at(-1)?.element;
  if (element?.converted_type === "DECIMAL") return null;
  if (leaf.type === "FLOAT" || isHalfFloat(leaf)) return "float32";
  if (leaf.type === "DOUBLE") return "float64";
  if (leaf.type === "INT32" || leaf.type === "INT64") return "int64";
  return leaf.type === "BOOLEAN" ? "bool" : null;
}

function isPixels(leaf: Leaf, declared: DeclaredFeature | null): boolean {
  if (leaf.maxRepetition !== 3 || declared === null) return false;
  if (declared.dtype === "image") return true;
  const { shape } = declared;
  const channels = [shape[0] ?? 0, shape[2] ?? 0];
  return (
    declared.dtype === "uint8" &&
    shape.length === 3 &&
    channels.some((size) => size === 1 || size === 3 || size === 4)
  );
}
