import type { DataFiles } from "../episode/data-files.ts";
import { readNumbers } from "../parquet/read-numbers.ts";
import type { DatasetPlan } from "./dataset-plan.ts";
import type { Warnings } from "./import-warning.ts";

const FALLBACK_FPS = 30;
const ROWS_LOOKED_AT = 500;

/** The declared rate, or the one that the first rows' timestamps show. */
export async function findFps(plan: DatasetPlan, data: DataFiles, warnings: Warnings): Promise<number> {
  if (plan.info.fps !== null) return plan.info.fps;
  const shown = await measureFps(plan, data).catch(() => null);
  const fps = shown ?? FALLBACK_FPS;
  const how = shown === null ? "assumed" : "taken from the timestamps";
  warnings.add("fps_missing", `meta/info.json states no frame rate; ${fps} was ${how}.`);
  return fps;
}

async function measureFps(plan: DatasetPlan, data: DataFiles): Promise<number | null> {
  const path = plan.layout.dataFiles[0];
  if (path === undefined) return null;
  const { table } = await data.open(path);
  const leaf = table.columns.get("timestamp")?.leaves?.[0];
  const rows = Math.min(ROWS_LOOKED_AT, table.rows);
  if (leaf === undefined || rows < 2) return null;
  const stamps = readNumbers(leaf, (await table.scan(["timestamp"]).take(rows)).get("timestamp")?.[0] ?? []);
  const steps = Array.from(stamps.subarray(1), (t, i) => t - (stamps[i] ?? NaN)).filter(
    (step) => step > 1e-5,
  );
  const median = steps.toSorted((a, b) => a - b)[steps.length >> 1];
  const fps = median === undefined ? 0 : Math.round(100 / median) / 100;
  return fps > 0 ? fps : null;
}
