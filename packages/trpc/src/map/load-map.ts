import type { Services } from "../context.ts";
import { loadMany, type ManyName, type Postings } from "./load-many.ts";
import { loadPoints, type PackedPoints } from "./load-points.ts";
import { NO_CODE, type MapCategory, type MapCluster, type MapData, type MapKind } from "./map-data.ts";

const OUTCOMES = [
  { value: "success", label: "success" },
  { value: "failure", label: "failure" },
];
const SOURCES = [
  { value: "import", label: "imported" },
  { value: "live", label: "recorded live" },
];

interface LayoutRow {
  version: number;
  fittedCount: number;
  fittedAt: Date;
  clusters: unknown;
}

/**
 * A workspace's map with all that its points can be coloured by: three queries, however many points it has.
 * @param assigneeId whose assignments are told; null: everybody's
 */
export async function loadMap(
  { db }: Pick<Services, "db">,
  workspaceId: string,
  kind: MapKind,
  assigneeId: string | null,
): Promise<MapData> {
  const [layout, points, many] = await Promise.all([
    loadLayout(db, workspaceId, kind),
    loadPoints(db, workspaceId, kind),
    loadMany(db, workspaceId, assigneeId),
  ]);
  const clusters = (layout?.clusters ?? []) as MapCluster[];
  const order = oldestFirst(points);
  const sessionIds = Array.from(order, (from) => points.sessionIds[from] ?? "");
  const placeOf = new Map(sessionIds.map((sessionId, i) => [sessionId, i]));
  const createdFrom = Math.floor(points.created[order[0] ?? 0] ?? 0);
  return {
    kind,
    count: points.count,
    layout:
      layout === null
        ? null
        : {
            version: layout.version,
            fittedCount: layout.fittedCount,
            fittedAt: layout.fittedAt.toISOString(),
          },
    clusters,
    createdFrom,
    sessionIds,
    x: arranged(points.x, order),
    y: arranged(points.y, order),
    numbers: {
      reward: arranged(points.reward, order),
      duration: arranged(points.duration, order),
      frames: arranged(points.frames, order),
      rating: arranged(points.rating, order),
      created: sinceFirst(points.created, order, createdFrom),
    },
    categories: [
      clusterCategory(clusters, coded(points.codes.cluster, order)),
      single("outcome", OUTCOMES, coded(points.codes.outcome, order)),
      single("dataset", points.values.dataset, coded(points.codes.dataset, order)),
      single("task", points.values.task, coded(points.codes.task, order)),
      single("robot", points.values.robot, coded(points.codes.robot, order)),
      single("source", SOURCES, coded(points.codes.source, order)),
      ...(["tag", "label", "person", "review"] as const).map((name) => severalOf(name, many[name], placeOf)),
    ],
  };
}

async function loadLayout(db: Services["db"], workspaceId: string, kind: MapKind): Promise<LayoutRow | null> {
  return db.prisma.mapLayout.findUnique({
    where: { workspaceId_kind: { workspaceId, kind } },
    select: { version: true, fittedCount: true, fittedAt: true, clusters: true },
  });
}

/** Indexes of the points by when they were made; of the same moment by name, so that the same rows always give the same bytes. */
function oldestFirst({ count, created, sessionIds }: PackedPoints): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) =>
      (created[a] ?? 0) - (created[b] ?? 0) || ((sessionIds[a] ?? "") < (sessionIds[b] ?? "") ? -1 : 1),
  );
}

// Loops, as `from` with a function takes 25 times as long, and there are fourteen columns.
function arranged(values: Float32Array, order: Uint32Array): Float32Array {
  const column = new Float32Array(order.length);
  for (let i = 0; i < order.length; i += 1) column[i] = values[order[i] ?? 0] ?? Number.NaN;
  return column;
}

function coded(codes: Uint16Array, order: Uint32Array): Uint16Array {
  const column = new Uint16Array(order.length);
  for (let i = 0; i < order.length; i += 1) column[i] = codes[order[i] ?? 0] ?? NO_CODE;
  return column;
}

/** Seconds since `from`, in float32: as they are they would have no seconds left. */
function sinceFirst(created: Float64Array, order: Uint32Array, from: number): Float32Array {
  const column = new Float32Array(order.length);
  for (let i = 0; i < order.length; i += 1) column[i] = (created[order[i] ?? 0] ?? 0) - from;
  return column;
}

function single(name: MapCategory["name"], values: MapCategory["values"], codes: Uint16Array): MapCategory {
  return { name, values, codes, starts: null };
}

/** Points hold the id of their cluster; a cluster the layout no longer knows is none. */
function clusterCategory(clusters: readonly MapCluster[], ids: Uint16Array): MapCategory {
  const largestFirst = clusters.toSorted((a, b) => b.count - a.count || a.id - b.id);
  const codeOf = new Map(largestFirst.map(({ id }, code) => [id, code]));
  const values = largestFirst.map(({ id, name }) => ({ value: String(id), label: name }));
  return single(
    "cluster",
    values,
    ids.map((id) => codeOf.get(id) ?? NO_CODE),
  );
}

function severalOf(
  name: ManyName,
  postings: readonly Postings[],
  placeOf: ReadonlyMap<string, number>,
): MapCategory {
  const starts = new Uint32Array(placeOf.size + 1);
  const places = postings.map(({ sessionIds }) =>
    sessionIds.map((sessionId) => placeOf.get(sessionId)).filter((place) => place !== undefined),
  );
  for (const place of places.flat()) starts[place + 1] = (starts[place + 1] ?? 0) + 1;
  for (let i = 1; i < starts.length; i += 1) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const codes = new Uint16Array(starts.at(-1) ?? 0);
  const next = starts.slice();
  places.forEach((those, code) => {
    for (const place of those) {
      const at = next[place] ?? 0;
      codes[at] = code;
      next[place] = at + 1;
    }
  });
  const values = postings.map(({ value, label }) => ({ value, label }));
  return { name, values, codes, starts };
}
