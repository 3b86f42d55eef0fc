import { setImmediate } from "node:timers/promises";
import { GRAPH_NEIGHBOURS, NAME_AT, orderOf, WEIGHT_PARTS, type GraphNodes } from "./graph-nodes.ts";
import { copyTexts, settleTexts } from "./text-pool.ts";

/** Nodes, or edges, of one turn of this process: some milliseconds. */
const BATCH = 20_000;

const [HEAD, MIDDLE, TAIL] = ['{"nodes":[', '],"edges":[', "]}"] as const;
const SOURCE = bytesOf('{"source":');
const TARGET = bytesOf(',"target":');
const WEIGHT = bytesOf(',"weight":');
const END = bytesOf("},");
const FIXED_BYTES = SOURCE.length + TARGET.length + WEIGHT.length + END.length;

/**
 * `{"nodes":[…],"edges":[…]}` as UTF-8. An edge joins two that are among each other's nearest and alike enough; each once, from the lower id.
 * Written straight into bytes of the right length. The nodes may not change while it runs.
 */
export async function writeGraph(nodes: GraphNodes): Promise<Uint8Array> {
  const order = orderOf(nodes);
  let textBytes = 0;
  for (const node of order) textBytes += nodes.textLengths[node] ?? 0;
  settleTexts(nodes, order, textBytes);
  const edges = await findEdges(nodes, order);
  const commas = Math.min(1, order.length) + Math.min(1, edges.slots.length);
  const bytes = HEAD.length + textBytes + MIDDLE.length + edges.bytes + TAIL.length - commas;
  // Every text and every edge ends with a comma, the last one's is written over.
  const out = Buffer.allocUnsafeSlow(bytes);
  let at = copyTexts(nodes, order, out, out.write(HEAD));
  at -= Math.min(1, order.length);
  at += out.write(MIDDLE, at);
  at = await writeEdges(out, at, edges.slots, nodes);
  at -= Math.min(1, edges.slots.length);
  at += out.write(TAIL, at);
  if (at !== bytes) throw new Error(`assertion failed: a graph of ${bytes} bytes took ${at}`);
  return out;
}

interface Edges {
  /** Of `near` and `weights`. */
  slots: Int32Array;
  bytes: number;
}

async function findEdges(nodes: GraphNodes, order: Int32Array): Promise<Edges> {
  const { near, weights, nameLengths } = nodes;
  // An edge takes a place of either end.
  const slots = new Int32Array((order.length * GRAPH_NEIGHBOURS) / 2);
  let [count, bytes] = [0, 0];
  for (let n = 0; n < order.length; n += 1) {
    if (n % BATCH === BATCH - 1) await setImmediate();
    const node = order[n] ?? 0;
    for (let slot = node * GRAPH_NEIGHBOURS; slot < (node + 1) * GRAPH_NEIGHBOURS; slot += 1) {
      const weight = weights[slot] ?? 0;
      const other = near[slot] ?? -1;
      if (weight === 0 || other < 0 || !isNear(near, other, node)) continue;
      slots[count++] = slot;
      bytes += FIXED_BYTES + (nameLengths[node] ?? 0) + (nameLengths[other] ?? 0) + digitsOf(weight);
    }
  }
  return { slots: slots.subarray(0, count), bytes };
}

/** Those that are not there have no neighbours. */
function isNear(near: Int32Array, of: number, node: number): boolean {
  for (let at = of * GRAPH_NEIGHBOURS; at < (of + 1) * GRAPH_NEIGHBOURS; at += 1)
    if (near[at] === node) return true;
  return false;
}

async function writeEdges(
  buffer: Buffer,
  from: number,
  slots: Int32Array,
  nodes: GraphNodes,
): Promise<number> {
  const { near, weights, textStarts, nameLengths } = nodes;
  // Of one class with the constants: what copies bytes is compiled for that one alone.
  const [out, texts] = [plain(buffer), plain(nodes.texts.buffer)];
  let at = from;
  for (let n = 0; n < slots.length; n += 1) {
    if (n % BATCH === BATCH - 1) await setImmediate();
    const slot = slots[n] ?? 0;
    const node = Math.floor(slot / GRAPH_NEIGHBOURS);
    const other = near[slot] ?? 0;
    at = copy(SOURCE, 0, SOURCE.length, out, at);
    at = copy(texts, (textStarts[node] ?? 0) + NAME_AT, nameLengths[node] ?? 0, out, at);
    at = copy(TARGET, 0, TARGET.length, out, at);
    at = copy(texts, (textStarts[other] ?? 0) + NAME_AT, nameLengths[other] ?? 0, out, at);
    at = copy(WEIGHT, 0, WEIGHT.length, out, at);
    at = writeWeight(weights[slot] ?? 0, out, at);
    at = copy(END, 0, END.length, out, at);
  }
  return at;
}

/** Byte by byte: of so few, anything else costs more to call. @returns where it ends */
function copy(from: Uint8Array, start: number, length: number, out: Uint8Array, at: number): number {
  for (let n = 0; n < length; n += 1) out[at + n] = from[start + n] ?? 0;
  return at + length;
}

const [ZERO, POINT] = [48, 46];

/** As JSON has it: `1`, or `0.` and its digits to the last that is not 0. */
function writeWeight(weight: number, out: Uint8Array, at: number): number {
  const end = at + digitsOf(weight);
  out[at] = ZERO + Math.floor(weight / WEIGHT_PARTS);
  if (end > at + 1) out[at + 1] = POINT;
  let part = WEIGHT_PARTS / 10;
  for (let to = at + 2; to < end; to += 1) {
    out[to] = ZERO + (Math.floor(weight / part) % 10);
    part /= 10;
  }
  return end;
}

function digitsOf(weight: number): number {
  if (weight % 10 !== 0) return 6;
  if (weight % 100 !== 0) return 5;
  if (weight % 1_000 !== 0) return 4;
  return weight % WEIGHT_PARTS === 0 ? 1 : 3;
}

function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
