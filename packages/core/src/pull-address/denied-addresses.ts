import { BlockList } from "node:net";
import type { ReachedAddress } from "./reached-address.ts";

/**
 * What no rule can allow: addresses that mean "this host", link-local ones, multicast, reserved ones (RFC 6890), and where
 * clouds answer with credentials (AWS fd00:ec2::254, Alibaba 100.100.100.200, Oracle 192.0.0.192, all others 169.254.169.254).
 */
const DENIED = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["100.100.100.200", 32],
  ["169.254.0.0", 16],
  ["192.0.0.0", 24],
  ["224.0.0.0", 3],
] as const) {
  DENIED.addSubnet(net, bits, "ipv4");
}
for (const [net, bits] of [
  ["::", 128],
  ["fd00:ec2::", 32],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const) {
  DENIED.addSubnet(net, bits, "ipv6");
}
/** `::a.b.c.d` without the `ffff` is long deprecated (RFC 4291); of its range only `::1` means something. */
const OLD_FORM = new BlockList();
OLD_FORM.addSubnet("::", 96, "ipv6");

export function isDeniedAddress({ address, family }: ReachedAddress): boolean {
  if (DENIED.check(address, family)) return true;
  return family === "ipv6" && OLD_FORM.check(address, "ipv6") && !LOOPBACK.check(address, "ipv6");
}

const LOOPBACK = new BlockList();
LOOPBACK.addAddress("::1", "ipv6");
