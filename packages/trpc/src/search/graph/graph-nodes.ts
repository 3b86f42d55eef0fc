/** Neighbours of an episode that may become edges, and how alike they must be. */
export const GRAPH_NEIGHBOURS = 8;
export const GRAPH_WEIGHT_MIN = 0.3;

/** Weights are told to this part: similarities are kept to four digits. */
export const WEIGHT_PARTS = 10_000;

/** An episode as the graph shows it, from the register. */
export interface GraphRow {
  id: string;
  sessionId: string;
  /** Changes whenever anything below does. */
  stamp: string;
  label: string;
  outcome: string | null;
  reward: number | null;
  x: number | null;
  y: number | null;
  /** Nearest first. */
  neighbours: readonly (readonly [string, number])[] | null;
  /** Sorts as text. */
  createdAt: string;
}

/** The episodes of a workspace by number, and whom each is near to: about 500 bytes an episode. */
export interface GraphNodes {
  /** Of every id that was ever seen, also as a neighbour. */
  numberOf: Map<string, number>;
  ids: string[];
  /** By number; null: no such episode. */
  stamps: (string | null)[];
  sessionIds: string[];
  createdAt: string[];
  /** JSON of the node, and of its public name. */
  texts: string[];
  names: string[];
  /** By number × GRAPH_NEIGHBOURS: numbers, -1 for none. */
  near: Int32Array;
  /** Likewise, in WEIGHT_PARTS. */
  weights: Uint16Array;
  /** Numbers of the episodes there are, newest first; null: to be sorted. */
  order: Int32Array | null;
  present: number;
}

export function createGraphNodes(): GraphNodes {
  return {
    numberOf: new Map(),
    ids: [],
    stamps: [],
    sessionIds: [],
    createdAt: [],
    texts: [],
    names: [],
    near: new Int32Array(0),
    weights: new Uint16Array(0),
    order: null,
    present: 0,
  };
}

export function putNode(nodes: GraphNodes, row: GraphRow): void {
  const { id, sessionId, stamp, label, outcome, reward, x, y, neighbours, createdAt } = row;
  const at = numberOf(nodes, id);
  if (nodes.stamps[at] === null) nodes.present += 1;
  if (nodes.stamps[at] === null || nodes.createdAt[at] !== createdAt) nodes.order = null;
  nodes.stamps[at] = stamp;
  nodes.sessionIds[at] = sessionId;
  nodes.createdAt[at] = createdAt;
  nodes.names[at] = JSON.stringify(sessionId);
  nodes.texts[at] = JSON.stringify({ id: sessionId, label, outcome, reward, x, y });
  for (let n = 0; n < GRAPH_NEIGHBOURS; n += 1) {
    const [other, weight] = neighbours?.[n] ?? [null, 0];
    // Its number first: the arrays may be others after it.
    const number = other === null ? -1 : numberOf(nodes, other);
    nodes.near[at * GRAPH_NEIGHBOURS + n] = number;
    nodes.weights[at * GRAPH_NEIGHBOURS + n] = Math.round(Math.min(1, Math.max(0, weight)) * WEIGHT_PARTS);
  }
}

export function removeNode(nodes: GraphNodes, id: string): void {
  const at = nodes.numberOf.get(id);
  if (at === undefined || nodes.stamps[at] === null) return;
  nodes.stamps[at] = null;
  nodes.texts[at] = "";
  nodes.near.fill(-1, at * GRAPH_NEIGHBOURS, (at + 1) * GRAPH_NEIGHBOURS);
  nodes.order = null;
  nodes.present -= 1;
}

/** Newest first, then by name. */
export function orderOf(nodes: GraphNodes): Int32Array {
  if (nodes.order !== null) return nodes.order;
  const { stamps, createdAt, sessionIds } = nodes;
  const there = stamps.flatMap((stamp, at) => (stamp === null ? [] : [at]));
  const isBefore = (texts: readonly string[], a: number, b: number): boolean =>
    (texts[a] ?? "") < (texts[b] ?? "");
  there.sort((a, b) => {
    if (createdAt[a] !== createdAt[b]) return isBefore(createdAt, b, a) ? -1 : 1;
    return isBefore(sessionIds, a, b) ? -1 : 1;
  });
  nodes.order = Int32Array.from(there);
  return nodes.order;
}

function numberOf(nodes: GraphNodes, id: string): number {
  const known = nodes.numberOf.get(id);
  if (known !== undefined) return known;
  const at = nodes.ids.push(id) - 1;
  nodes.numberOf.set(id, at);
  nodes.stamps.push(null);
  nodes.sessionIds.push("");
  nodes.createdAt.push("");
  nodes.texts.push("");
  nodes.names.push("");
  if (nodes.near.length < (at + 1) * GRAPH_NEIGHBOURS) grow(nodes, at + 1);
  nodes.near.fill(-1, at * GRAPH_NEIGHBOURS, (at + 1) * GRAPH_NEIGHBOURS);
  return at;
}

function grow(nodes: GraphNodes, count: number): void {
  const length = Math.ceil(count * 1.5) * GRAPH_NEIGHBOURS;
  const [near, weights] = [new Int32Array(length), new Uint16Array(length)];
  near.set(nodes.near);
  weights.set(nodes.weights);
  Object.assign(nodes, { near, weights });
}
