import { createTextPool, putText, type TextPool } from "./text-pool.ts";

/** Neighbours of an episode that may become edges, and how alike they must be. */
export const GRAPH_NEIGHBOURS = 8;
const GRAPH_WEIGHT_MIN = 0.3;

/** Weights are told to this part: similarities are kept to four digits. */
export const WEIGHT_PARTS = 10_000;

/** Bytes of a node's text before its name. */
export const NAME_AT = '{"id":'.length;

/** Changes whenever anything of the row does: transactions that wrote the episode, its dataset and its place. */
export interface GraphStamp {
  episodeStamp: string;
  datasetStamp: string | null;
  pointStamp: string | null;
}

/** An episode as the graph shows it, from the register. */
export interface GraphRow extends GraphStamp {
  id: string;
  sessionId: string;
  /** Of the map that neighbours are of. */
  kind: string;
  label: string;
  outcome: string | null;
  reward: number | null;
  x: number | null;
  y: number | null;
  /** JSON of [id, similarity], nearest first. */
  neighbours: string | null;
  /** Seconds of the epoch. */
  createdAt: number;
}

/** The episodes of a workspace by number, and whom each is near to: about 500 bytes an episode. */
export interface GraphNodes {
  kind: string | null;
  /** Of every id that was ever seen, also as a neighbour. */
  numberOf: Map<string, number>;
  ids: string[];
  /** By number; "": no such episode. */
  sessionIds: string[];
  createdAt: Float64Array;
  /** By number × 3. */
  stamps: Uint32Array;
  /** By number: where its JSON and a comma are in `texts`, and how long they are and the JSON of its public name is. */
  texts: TextPool;
  textStarts: Uint32Array;
  textLengths: Uint32Array;
  nameLengths: Uint16Array;
  /** By number × GRAPH_NEIGHBOURS: numbers, -1 for none. */
  near: Int32Array;
  /** Likewise, in WEIGHT_PARTS; 0 where no edge may begin: of too little weight, or told by the other, which has the lower id. */
  weights: Uint16Array;
  /** Numbers of the episodes there are, newest first; null: to be sorted. */
  order: Int32Array | null;
  present: number;
}

export function createGraphNodes(): GraphNodes {
  return {
    kind: null,
    numberOf: new Map(),
    ids: [],
    sessionIds: [],
    createdAt: new Float64Array(0),
    stamps: new Uint32Array(0),
    texts: createTextPool(),
    textStarts: new Uint32Array(0),
    textLengths: new Uint32Array(0),
    nameLengths: new Uint16Array(0),
    near: new Int32Array(0),
    weights: new Uint16Array(0),
    order: null,
    present: 0,
  };
}

export function putNode(nodes: GraphNodes, row: GraphRow): void {
  const { id, sessionId, label, outcome, reward, x, y, createdAt } = row;
  const at = numberOf(nodes, id);
  const isNew = nodes.sessionIds[at] === "";
  if (isNew) nodes.present += 1;
  if (isNew || nodes.createdAt[at] !== createdAt || nodes.sessionIds[at] !== sessionId) nodes.order = null;
  nodes.kind = row.kind;
  nodes.sessionIds[at] = sessionId;
  nodes.createdAt[at] = createdAt;
  nodes.stamps.set(stampOf(row), at * 3);
  putText(nodes, at, `${JSON.stringify({ id: sessionId, label, outcome, reward, x, y })},`);
  nodes.nameLengths[at] = Buffer.byteLength(JSON.stringify(sessionId));
  putNeighbours(nodes, at, row);
}

function putNeighbours(nodes: GraphNodes, at: number, { id, neighbours }: GraphRow): void {
  const pairs = neighbours === null ? [] : (JSON.parse(neighbours) as [string, number][]);
  for (let n = 0; n < GRAPH_NEIGHBOURS; n += 1) {
    const pair = pairs[n];
    // Its number first: the arrays may be others after it.
    const number = pair === undefined ? -1 : numberOf(nodes, pair[0]);
    const slot = at * GRAPH_NEIGHBOURS + n;
    nodes.near[slot] = number;
    nodes.weights[slot] = pair !== undefined && id < pair[0] ? weightOf(pair[1]) : 0;
  }
}

function weightOf(similarity: number): number {
  const weight = Math.round(Math.min(1, similarity) * WEIGHT_PARTS);
  return weight >= GRAPH_WEIGHT_MIN * WEIGHT_PARTS ? weight : 0;
}

export function removeNode(nodes: GraphNodes, id: string): void {
  const at = nodes.numberOf.get(id);
  if (at === undefined || nodes.sessionIds[at] === "") return;
  nodes.sessionIds[at] = "";
  nodes.near.fill(-1, at * GRAPH_NEIGHBOURS, (at + 1) * GRAPH_NEIGHBOURS);
  nodes.order = null;
  nodes.present -= 1;
}

/** Whether a node is as the register has it. */
export function isCurrent({ stamps }: GraphNodes, at: number, row: GraphStamp): boolean {
  const [episode, dataset, point] = stampOf(row);
  return stamps[at * 3] === episode && stamps[at * 3 + 1] === dataset && stamps[at * 3 + 2] === point;
}

function stampOf({ episodeStamp, datasetStamp, pointStamp }: GraphStamp): [number, number, number] {
  return [Number(episodeStamp), Number(datasetStamp), Number(pointStamp)];
}

/** Newest first, then by name. */
export function orderOf(nodes: GraphNodes): Int32Array {
  if (nodes.order !== null) return nodes.order;
  const { createdAt, sessionIds } = nodes;
  const there = sessionIds.flatMap((sessionId, at) => (sessionId === "" ? [] : at));
  there.sort((a, b) => {
    const older = (createdAt[b] ?? 0) - (createdAt[a] ?? 0);
    if (older !== 0) return older;
    return (sessionIds[a] ?? "") < (sessionIds[b] ?? "") ? -1 : 1;
  });
  nodes.order = Int32Array.from(there);
  return nodes.order;
}

function numberOf(nodes: GraphNodes, id: string): number {
  const known = nodes.numberOf.get(id);
  if (known !== undefined) return known;
  const at = nodes.ids.push(id) - 1;
  nodes.sessionIds.push("");
  nodes.numberOf.set(id, at);
  if (at >= nodes.createdAt.length) grow(nodes, Math.ceil(at * 1.5) + 256);
  return at;
}

function grow(nodes: GraphNodes, count: number): void {
  const held = nodes.near.length;
  nodes.createdAt = copied(new Float64Array(count), nodes.createdAt);
  nodes.stamps = copied(new Uint32Array(count * 3), nodes.stamps);
  nodes.textStarts = copied(new Uint32Array(count), nodes.textStarts);
  nodes.textLengths = copied(new Uint32Array(count), nodes.textLengths);
  nodes.nameLengths = copied(new Uint16Array(count), nodes.nameLengths);
  nodes.near = copied(new Int32Array(count * GRAPH_NEIGHBOURS), nodes.near).fill(-1, held);
  nodes.weights = copied(new Uint16Array(count * GRAPH_NEIGHBOURS), nodes.weights);
}

function copied<T extends { set(from: T): void }>(to: T, from: T): T {
  to.set(from);
  return to;
}
