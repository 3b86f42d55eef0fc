import { createRandom, normal } from "./random.ts";
import type { Behaviour } from "./synthetic-episode.ts";

export interface LayoutRows {
  points: { episodeId: string; x: number; y: number; cluster: number; neighbours: [string, number][] }[];
  clusters: { id: number; name: string; x: number; y: number; count: number }[];
}

const NEIGHBOURS = 8;
const MAP_RADIUS = 20;

/** Behaviours on a ring, each a round cloud; the neighbours of an episode are the next ones of its behaviour on both sides. */
export function layoutRows({
  kind,
  count,
  seed,
  all,
  idOf,
}: {
  kind: string;
  count: number;
  seed: number;
  all: readonly Behaviour[];
  idOf: (n: number) => string;
}): LayoutRows {
  const turn = kind === "motion" ? 0 : 1;
  const centres = all.map((_, k) => {
    const angle = (2 * Math.PI * (k + turn)) / all.length;
    return { x: MAP_RADIUS * Math.cos(angle), y: MAP_RADIUS * Math.sin(angle) };
  });
  const random = createRandom(seed + turn);
  const points = Array.from({ length: count }, (_, n) => {
    const cluster = n % all.length;
    const { x, y } = centres[cluster] ?? { x: 0, y: 0 };
    const neighbours = nextOnes(n, all.length, count).map(([other, similarity]): [string, number] => [
      idOf(other),
      similarity,
    ]);
    return { episodeId: idOf(n), x: x + 2 * normal(random), y: y + 2 * normal(random), cluster, neighbours };
  });
  const clusters = all.flatMap(({ task, robotType }, id) => {
    const members = Math.floor((count - id + all.length - 1) / all.length);
    const { x, y } = centres[id] ?? { x: 0, y: 0 };
    return members > 0 ? [{ id, name: `${task} · ${robotType}`, x, y, count: members }] : [];
  });
  return { points, clusters };
}

function nextOnes(n: number, step: number, count: number): [number, number][] {
  const found: [number, number][] = [];
  for (let away = 1; found.length < NEIGHBOURS && away <= NEIGHBOURS; away += 1) {
    for (const other of [n + away * step, n - away * step]) {
      if (other >= 0 && other < count && found.length < NEIGHBOURS)
        found.push([other, Math.round(1000 / (1 + away * 0.15)) / 1000]);
    }
  }
  return found;
}
