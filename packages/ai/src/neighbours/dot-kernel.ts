import { assembleModule, type Code, I32, op, sequence, V128 } from "./wasm-assembler.ts";

/** Floats that one step takes: four vectors of four. Rows are padded to a multiple of it. */
export const STEP = 16;

/** Writes the dot product of the query with each row. Addresses are bytes, multiples of 16. */
export type DotKernel = (
  rowsAt: number,
  queryAt: number,
  scoresAt: number,
  rows: number,
  rowBytes: number,
) => void;

/** Null where the processor or the engine has no vector instructions. */
export function wasmDotKernel(memory: WebAssembly.Memory): DotKernel | null {
  const bytes = assembleModule([I32, I32, I32, I32, I32], [I32, I32, V128, V128, V128, V128], dotProgram());
  if (!WebAssembly.validate(bytes)) return null;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
  return instance.exports["run"] as DotKernel;
}

/** The same sums in the same order, and so the same floats. */
export function plainDotKernel(memory: WebAssembly.Memory): DotKernel {
  return (rowsAt, queryAt, scoresAt, rows, rowBytes) => {
    const floats = new Float32Array(memory.buffer);
    const sums = new Float32Array(STEP);
    const query = queryAt / 4;
    const width = rowBytes / 4;
    const { fround } = Math;
    for (let row = 0; row < rows; row++) {
      const at = rowsAt / 4 + row * width;
      sums.fill(0);
      for (let d = 0; d < width; d += STEP)
        for (let lane = 0; lane < STEP; lane++)
          sums[lane]! += fround(floats[at + d + lane]! * floats[query + d + lane]!);
      const pair = (lane: number): number =>
        fround(fround(sums[lane]! + sums[lane + 4]!) + fround(sums[lane + 8]! + sums[lane + 12]!));
      floats[scoresAt / 4 + row] = fround(fround(pair(0) + pair(1)) + pair(2)) + pair(3);
    }
  };
}

function dotProgram(): Code {
  const [row, query, score, rows, rowBytes, end, at] = [0, 1, 2, 3, 4, 5, 6];
  const sums = [7, 8, 9, 10];
  const [first, second, third, fourth] = [7, 8, 9, 10];
  const { get, set, number, add, addVector } = op;
  const advance = (local: number, by: number): Code => sequence(get(local), number(by), add, set(local));
  const multiplyAdd = (sum: number, offset: number): Code => {
    const product = sequence(
      get(row),
      op.loadVector(offset),
      get(at),
      op.loadVector(offset),
      op.multiplyVector,
    );
    return sequence(get(sum), product, addVector, set(sum));
  };
  const addSums = sequence(
    sequence(get(first), get(second), addVector),
    sequence(get(third), get(fourth), addVector),
    sequence(addVector, set(first)),
  );
  const addLanes = sequence(
    sequence(get(first), op.lane(0)),
    ...[1, 2, 3].map((lane) => sequence(get(first), op.lane(lane), op.addFloat)),
  );
  const oneRow = sequence(
    sequence(get(query), set(at)),
    sequence(get(row), get(rowBytes), add, set(end)),
    ...sums.map((sum) => sequence(op.zeroVector, set(sum))),
    op.loop(
      ...sums.map((sum, n) => multiplyAdd(sum, 16 * n)),
      advance(row, 4 * STEP),
      advance(at, 4 * STEP),
      sequence(get(row), get(end), op.isLess, op.branchIf(0)),
    ),
    addSums,
    sequence(get(score), addLanes, op.storeFloat),
    advance(score, 4),
    sequence(get(rows), number(1), op.subtract, set(rows)),
  );
  return op.block(op.loop(get(rows), op.isZero, op.branchIf(1), oneRow, op.branch(0)));
}
