import { LIMITS } from "@retake/core/limits";
import type { TopicColumns } from "@retake/telemetry/types";
import type { Warnings } from "../layout/import-warning.ts";
import { brokenParquet } from "../parquet/broken-parquet.ts";
import type { ColumnSlices } from "../parquet/parquet-table.ts";
import { type ColumnRecorder, type RowTimes, textTopic, timesOf } from "./column-recorder.ts";
import type { ColumnPlan } from "./column-plan.ts";
import { type TakenVectors, VectorRows } from "./vector-rows.ts";

type SignalPlan = Extract<ColumnPlan, { kind: "signal" }>;

/** A numeric feature of any rank, in its stored type. Rows without a value are left out; ragged ones become JSON. */
export class SignalRecorder implements ColumnRecorder {
  readonly #plan: SignalPlan;
  readonly #rows: VectorRows;
  readonly #warnings: Warnings;
  #kind: string | null = null;

  constructor(plan: SignalPlan, warnings: Warnings) {
    this.#plan = plan;
    this.#warnings = warnings;
    this.#rows = new VectorRows(plan.leaf, plan.type);
  }

  get bytes(): number {
    return this.#rows.bytes;
  }

  add(slices: ColumnSlices): void {
    this.#rows.add(slices[0] ?? []);
  }

  take(times: RowTimes): TopicColumns[] {
    if (this.#rows.longest > LIMITS.vectorDimsMax) {
      this.#rows.take();
      const message = `${this.#plan.name} has more than ${LIMITS.vectorDimsMax} values in a row and was left out.`;
      this.#warnings.add("feature_refused", message, true);
      return [];
    }
    const taken = this.#rows.take();
    const at = timesOf(times, taken.rows);
    if (at.t.length === 0) return [];
    if (taken.rows !== null) {
      this.#warnings.add(
        "feature_sparse",
        `${this.#plan.name} has no value in some rows; they were left out.`,
      );
    }
    const topic = taken.regular ? this.#vectors(taken, at) : this.#ragged(taken, at);
    const kind = `${topic.type} of ${topic.dims}`;
    if (this.#kind !== null && this.#kind !== kind)
      throw brokenParquet(`changes ${this.#plan.name} from ${this.#kind} to ${kind}`);
    this.#kind = kind;
    return [topic];
  }

  #vectors({ dims, shape, values }: TakenVectors, at: RowTimes): TopicColumns {
    const { topic: name, type, declared } = this.#plan;
    const stored = product(shape) === dims ? shape : [dims];
    if (declared !== null && declared.shape.length > 0 && product(declared.shape) !== dims) {
      const message = `${this.#plan.name} is declared with shape [${declared.shape.join(", ")}], but holds ${dims} values in a row.`;
      this.#warnings.add("shape_differs", message);
    }
    const isScalar = dims === 1 && product(declared?.shape ?? []) === 1 && (declared?.shape.length ?? 0) <= 1;
    return { name, type, shape: isScalar ? [] : stored, dims, ...at, values };
  }

  #ragged(taken: TakenVectors, at: RowTimes): TopicColumns {
    const message = `${this.#plan.name} has rows of different length or with gaps; it was kept as text.`;
    this.#warnings.add("feature_ragged", message);
    return textTopic(this.#plan.topic, at, taken.values as string[]);
  }
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
