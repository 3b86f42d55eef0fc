import { setImmediate } from "node:timers/promises";
import { GRAPH_NEIGHBOURS, GRAPH_WEIGHT_MIN, orderOf, WEIGHT_PARTS, type GraphNodes } from "./graph-nodes.ts";

/** Nodes of one turn of this process: some milliseconds. */
const BATCH = 5_000;

const [HEAD, MIDDLE, TAIL] = ['{"nodes":[', '],"edges":[', "]}"] as const;
const SOURCE = bytesOf('{"source":');
const TARGET = bytesOf(',"target":');
const WEIGHT = bytesOf(',"weight":');
const END = bytesOf("}");

/** Numbers of two nodes and their weight, one edge after another. */
interface Edges {
  list: number[];
  bytes: number;
}

/**
 * `{"nodes":[…],"edges":[…]}` as UTF-8. An edge joins two that are among each other's nearest and alike enough; each once, from the lower id.
 * Written straight into bytes of the right length. The nodes may not change while it runs.
 */
export async function writeGraph(nodes: GraphNodes): Promise<Uint8Array> {
  const order = orderOf(nodes);
  const names = nameBytes(nodes, order);
  const edges = await findEdges(nodes, order, names.lengths);
  let bytes = HEAD.length + MIDDLE.length + TAIL.length + edges.bytes + Math.max(0, order.length - 1);
  for (const node of order) bytes += Buffer.byteLength(nodes.texts[node] ?? "");
  const out = Buffer.allocUnsafeSlow(bytes);
  let at = out.write(HEAD);
  for (const [n, node] of order.entries()) {
    if (n % BATCH === BATCH - 1) await setImmediate();
    if (n > 0) at += out.write(",", at);
    at += out.write(nodes.texts[node] ?? "", at);
  }
  at += out.write(MIDDLE, at);
  at = await writeEdges(out, at, edges.list, names);
  at += out.write(TAIL, at);
  if (at !== bytes) throw new Error(`assertion failed: a graph of ${bytes} bytes took ${at}`);
  return out;
}

interface Names {
  pool: Uint8Array;
  /** By number. */
  starts: Int32Array;
  lengths: Int32Array;
}

function nameBytes({ names, ids }: GraphNodes, order: Int32Array): Names {
  const [starts, lengths] = [new Int32Array(ids.length), new Int32Array(ids.length)];
  let bytes = 0;
  for (const node of order) {
    starts[node] = bytes;
    bytes += lengths[node] = Buffer.byteLength(names[node] ?? "");
  }
  const pool = Buffer.allocUnsafeSlow(bytes);
  for (const node of order) pool.write(names[node] ?? "", starts[node] ?? 0);
  return { pool, starts, lengths };
}

async function findEdges(
  { near, weights, ids }: GraphNodes,
  order: Int32Array,
  nameLengths: Int32Array,
): Promise<Edges> {
  const edges: Edges = { list: [], bytes: 0 };
  const fixed = SOURCE.length + TARGET.length + WEIGHT.length + END.length + 1;
  const isLower = (a: number, b: number): boolean => (ids[a] ?? "") < (ids[b] ?? "");
  const least = GRAPH_WEIGHT_MIN * WEIGHT_PARTS;
  for (const [n, node] of order.entries()) {
    if (n % BATCH === BATCH - 1) await setImmediate();
    for (let at = node * GRAPH_NEIGHBOURS; at < (node + 1) * GRAPH_NEIGHBOURS; at += 1) {
      const [other, weight] = [near[at] ?? -1, weights[at] ?? 0];
      if (other < 0 || weight < least || !isNear(near, other, node) || !isLower(node, other)) continue;
      edges.list.push(node, other, weight);
      edges.bytes += fixed + (nameLengths[node] ?? 0) + (nameLengths[other] ?? 0) + textOf(weight).length;
    }
  }
  edges.bytes = Math.max(0, edges.bytes - 1);
  return edges;
}

/** Those that are not there have no neighbours. */
function isNear(near: Int32Array, of: number, node: number): boolean {
  for (let at = of * GRAPH_NEIGHBOURS; at < (of + 1) * GRAPH_NEIGHBOURS; at += 1)
    if (near[at] === node) return true;
  return false;
}

async function writeEdges(
  out: Uint8Array,
  from: number,
  list: readonly number[],
  names: Names,
): Promise<number> {
  let at = from;
  for (let n = 0; n < list.length; n += 3) {
    if (n % (12 * BATCH) === 12 * BATCH - 3) await setImmediate();
    if (n > 0) out[at++] = COMMA;
    at = copy(SOURCE, 0, SOURCE.length, out, at);
    at = copyName(names, list[n] ?? 0, out, at);
    at = copy(TARGET, 0, TARGET.length, out, at);
    at = copyName(names, list[n + 1] ?? 0, out, at);
    at = copy(WEIGHT, 0, WEIGHT.length, out, at);
    const weight = textOf(list[n + 2] ?? 0);
    at = copy(weight, 0, weight.length, out, at);
    at = copy(END, 0, END.length, out, at);
  }
  return at;
}

const COMMA = 44;

function copyName({ pool, starts, lengths }: Names, node: number, out: Uint8Array, at: number): number {
  return copy(pool, starts[node] ?? 0, lengths[node] ?? 0, out, at);
}

/** Byte by byte: of so few, anything else costs more to call. @returns where it ends */
function copy(from: Uint8Array, start: number, length: number, out: Uint8Array, at: number): number {
  for (let n = 0; n < length; n += 1) out[at + n] = from[start + n] ?? 0;
  return at + length;
}

const weightTexts: (Uint8Array | undefined)[] = [];

function textOf(weight: number): Uint8Array {
  return (weightTexts[weight] ??= bytesOf(JSON.stringify(weight / WEIGHT_PARTS)));
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
