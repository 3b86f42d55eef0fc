import { type IpAddress, isInNetwork } from "./ip-address.ts";
import { networkOf } from "./reached-address.ts";

/**
 * What no rule can allow: addresses that mean "this host", link-local ones, multicast, reserved ones (RFC 6890), and where
 * clouds answer with credentials (AWS fd00:ec2::254, Alibaba 100.100.100.200, Oracle 192.0.0.192, all others 169.254.169.254).
 */
const DENIED = [
  "0.0.0.0/8",
  "100.100.100.200",
  "169.254.0.0/16",
  "192.0.0.0/24",
  "224.0.0.0/3",
  // `::a.b.c.d` without the `ffff` is long deprecated; of its range only `::1` means something.
  "::/96",
  "fd00:ec2::/32",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
].map(networkOf);
const LOOPBACK = networkOf("::1");

export function isDeniedAddress(address: IpAddress): boolean {
  return DENIED.some((network) => isInNetwork(address, network)) && !isInNetwork(address, LOOPBACK);
}
