import { eachCode, type MapData } from "@retake/trpc/map-data";
import { csvLine } from "../../../ui/csv-line.ts";

/** The chosen points as RFC 4180: names first, then place, what they are coloured by and their numbers. Several values stand behind each other, with `; `. */
export function mapCsv(map: MapData, points: Iterable<number>): string {
  const names = ["session_id", "x", "y", ...map.categories.map(({ name }) => name)];
  const lines = [[...names, "reward", "duration_s", "frames", "rating", "created_at"].join(",")];
  for (const point of points) {
    const fields = [
      map.sessionIds[point] ?? "",
      figure(map.x[point]),
      figure(map.y[point]),
      ...map.categories.map((category) => {
        const found: string[] = [];
        eachCode(category, point, (code) => found.push(category.values[code]?.label ?? ""));
        return found.join("; ");
      }),
      figure(map.numbers.reward[point]),
      figure(map.numbers.duration[point]),
      figure(map.numbers.frames[point]),
      figure(map.numbers.rating[point]),
      new Date((map.createdFrom + (map.numbers.created[point] ?? 0)) * 1_000).toISOString(),
    ];
    lines.push(csvLine(fields));
  }
  return `${lines.join("\r\n")}\r\n`;
}

/** float32 values in the digits they have. */
function figure(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? "" : String(Number(value.toPrecision(7)));
}
