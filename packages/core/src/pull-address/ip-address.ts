/** An address as a number. Without `node:net`, since core runs in browsers too. */
export interface IpAddress {
  family: 4 | 6;
  value: bigint;
}

const DOTTED = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** @returns null for anything that is no plain address, also for one with a zone (`fe80::1%eth0`) */
export function parseIp(text: string): IpAddress | null {
  const parts = DOTTED.exec(text)?.slice(1).map(Number);
  if (parts !== undefined) {
    return parts.every((part) => part < 256) ? { family: 4, value: joined(parts, 8n) } : null;
  }
  if (!text.includes(":") || !/^[\da-f:.]+$/i.test(text) || !URL.canParse(`ws://[${text}]/`)) return null;
  // The URL parser writes every spelling in one way, a dotted tail included (WHATWG URL, IPv6 serializer).
  const plain = new URL(`ws://[${text}]/`).hostname.slice(1, -1);
  const [head = "", tail] = plain.split("::");
  const first = groupsOf(head);
  const last = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array<number>(8 - first.length - last.length).fill(0);
  return { family: 6, value: joined([...first, ...zeros, ...last], 16n) };
}

function groupsOf(part: string): number[] {
  return part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
}

function joined(parts: readonly number[], bits: bigint): bigint {
  return parts.reduce((value, part) => (value << bits) | BigInt(part), 0n);
}

export interface Network extends IpAddress {
  /** Leading bits that all its addresses share. */
  bits: number;
}

/** `10.0.0.0/8` or `fd00::/8`; a plain address is the network of itself alone. @returns null for anything else */
export function parseNetwork(text: string): Network | null {
  const [net = "", bits, more] = text.split("/");
  const address = parseIp(net);
  if (address === null || more !== undefined) return null;
  const width = widthOf(address);
  if (bits === undefined) return { ...address, bits: width };
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > width) return null;
  return { ...address, bits: Number(bits) };
}

export function isInNetwork(address: IpAddress, network: Network): boolean {
  const rest = BigInt(widthOf(network) - network.bits);
  return address.family === network.family && address.value >> rest === network.value >> rest;
}

function widthOf({ family }: IpAddress): number {
  return family === 4 ? 32 : 128;
}
