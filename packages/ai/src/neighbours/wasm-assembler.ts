// As much of WebAssembly's binary format as one function over one imported memory needs.
// https://webassembly.github.io/spec/core/binary/ and, for 0xfd, its chapter on vector instructions.

export type Code = readonly number[];

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

export const I32 = 0x7f;
export const V128 = 0x7b;

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

/** One after the other. */
export function sequence(...parts: Code[]): Code {
  return parts.flat();
}

const simd = (code: number, ...immediate: number[]): Code => [0xfd, ...unsigned(code), ...immediate];

/** Instructions; those that compute take their operands from the stack. */
export const op = {
  get: (local: number): Code => [0x20, ...unsigned(local)],
  set: (local: number): Code => [0x21, ...unsigned(local)],
  number: (value: number): Code => [0x41, ...signed(value)],
  add: [0x6a] as Code,
  subtract: [0x6b] as Code,
  isZero: [0x45] as Code,
  isLess: [0x49] as Code,
  /** Floats: f32.add, and a store at an aligned address. */
  addFloat: [0x92] as Code,
  storeFloat: [0x38, 2, 0] as Code,
  /** Vectors of four floats. */
  loadVector: (offset: number): Code => simd(0x00, 4, ...unsigned(offset)),
  zeroVector: simd(0x0c, ...Array.from({ length: 16 }, () => 0)),
  addVector: simd(0xe4),
  multiplyVector: simd(0xe6),
  lane: (lane: number): Code => simd(0x1f, lane),
  /** `branchIf(0)` inside `loop` starts it again, inside `block` leaves it. */
  block: (...body: Code[]): Code => [0x02, 0x40, ...body.flat(), 0x0b],
  loop: (...body: Code[]): Code => [0x03, 0x40, ...body.flat(), 0x0b],
  branchIf: (depth: number): Code => [0x0d, ...unsigned(depth)],
  branch: (depth: number): Code => [0x0c, ...unsigned(depth)],
};

/** A module that imports a memory as `host.memory` and exports one function, `run`, which returns nothing. */
export function assembleModule(
  parameters: readonly number[],
  locals: readonly number[],
  body: Code,
): Uint8Array<ArrayBuffer> {
  const name = (text: string): Code => [...unsigned(text.length), ...Buffer.from(text)];
  const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
  const one = (item: Code): Code => [1, ...item];
  const code = [...unsigned(locals.length), ...locals.flatMap((type) => [1, type]), ...body, 0x0b];
  return Uint8Array.from([
    ...MAGIC_AND_VERSION,
    ...section(1, one([0x60, ...unsigned(parameters.length), ...parameters, 0])),
    ...section(2, one([...name("host"), ...name("memory"), 2, 0, 1])),
    ...section(3, one([0])),
    ...section(7, one([...name("run"), 0, 0])),
    ...section(10, one([...unsigned(code.length), ...code])),
  ]);
}
