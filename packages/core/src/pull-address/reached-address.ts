import { isIPv4, isIPv6 } from "node:net";

export interface ReachedAddress {
  address: string;
  family: "ipv4" | "ipv6";
}

/**
 * Where a packet to this address ends up: an IPv4 address written inside an IPv6 one (mapped `::ffff:0:0/96`, NAT64
 * `64:ff9b::/96`, 6to4 `2002::/16`; RFC 4291, 6052, 3056) is that IPv4 address.
 * @returns null for anything that is no address, also one with a zone (`fe80::1%eth0`)
 */
export function reachedAddress(text: string): ReachedAddress | null {
  if (isIPv4(text)) return { address: text, family: "ipv4" };
  const groups = groupsOf(text);
  if (groups === null) return null;
  const inner = innerIpv4(groups);
  return inner === null ? { address: text, family: "ipv6" } : { address: inner, family: "ipv4" };
}

function groupsOf(text: string): number[] | null {
  if (!isIPv6(text) || !URL.canParse(`ws://[${text}]/`)) return null;
  // The URL parser writes every spelling in one way, a dotted tail included (WHATWG URL, IPv6 serializer).
  const plain = new URL(`ws://[${text}]/`).hostname.slice(1, -1);
  const [head = "", tail] = plain.split("::");
  const first = read(head);
  const last = tail === undefined ? [] : read(tail);
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

function read(part: string): number[] {
  return part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
}

function innerIpv4(groups: readonly number[]): string | null {
  const startsWith = (...wanted: number[]): boolean => wanted.every((group, i) => groups[i] === group);
  if (startsWith(0, 0, 0, 0, 0, 0xffff)) return dotted(groups[6], groups[7]);
  if (startsWith(0x64, 0xff9b, 0, 0, 0, 0)) return dotted(groups[6], groups[7]);
  if (startsWith(0x2002)) return dotted(groups[1], groups[2]);
  return null;
}

function dotted(high = 0, low = 0): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
}
