import { type IpAddress, isInNetwork, type Network, parseIp, parseNetwork } from "./ip-address.ts";

/** IPv6 networks whose addresses hold an IPv4 one, and how many bits stand behind it. RFC 4291, 6052, 3056. */
const HOLDERS: readonly [network: Network, bitsBehind: bigint][] = [
  [networkOf("::ffff:0:0/96"), 0n],
  [networkOf("64:ff9b::/96"), 0n],
  [networkOf("2002::/16"), 80n],
];

/** Where a packet to this address ends up: an IPv4 address written inside an IPv6 one (mapped, NAT64, 6to4) is that IPv4 address. */
export function reachedAddress(text: string): IpAddress | null {
  const address = parseIp(text);
  if (address === null) return null;
  const holder = HOLDERS.find(([network]) => isInNetwork(address, network));
  if (holder === undefined) return address;
  return { family: 4, value: (address.value >> holder[1]) & 0xffff_ffffn };
}

/** For networks written in the source. */
export function networkOf(text: string): Network {
  const network = parseNetwork(text);
  if (network === null) throw new Error(`${text} is no network`);
  return network;
}
