/** An episode as the seed's graph saw it: its metrics as numbers. */
export interface SeedNode {
  id: string;
  metrics: Float32Array;
}

const ALIKE_MIN = 0.5;

/** The seed's way, at every request: each pair is compared, and every pair that is alike enough becomes an edge of the answer. */
export function seedGraph(nodes: readonly SeedNode[]): string {
  const edges: { source: string; target: string; weight: number }[] = [];
  for (const [n, a] of nodes.entries()) {
    for (const b of nodes.slice(n + 1)) {
      const weight = cosine(a.metrics, b.metrics);
      if (weight >= ALIKE_MIN) edges.push({ source: a.id, target: b.id, weight });
    }
  }
  return JSON.stringify({ nodes: nodes.map(({ id }) => ({ id })), edges });
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, ofA, ofB] = [0, 0, 0];
  for (const [d, value] of a.entries()) {
    const other = b[d] ?? 0;
    dot += value * other;
    ofA += value * value;
    ofB += other * other;
  }
  return dot / (Math.sqrt(ofA * ofB) || 1);
}
