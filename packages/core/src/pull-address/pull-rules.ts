import { BlockList, isIP, isIPv4 } from "node:net";
import type { ReachedAddress } from "./reached-address.ts";

/** What the operator lets sources be read from: `robot-7`, `robot-7:8765`, `192.168.1.20`, `10.0.0.0/8`, `[fd00::1]:8765`, `.local`. */
export const OWN_NETWORK: readonly string[] = [
  "127.0.0.0/8",
  "::1",
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "fc00::/7",
  ".local",
];

export interface PullRules {
  /** True when there is no rule at all. */
  readonly allowsNothing: boolean;
  allows(target: { host: string; port: number }, reached: ReachedAddress): boolean;
}

interface Rule {
  port: number | null;
  matches(host: string, reached: ReachedAddress): boolean;
}

const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * @param entries of `RETAKE_PULL_HOSTS`; null when it is unset: then our own network, as long as only this machine may use the product
 * @param listenHost the product's HOST
 */
export function pullRules(entries: readonly string[] | null, listenHost: string): PullRules {
  const isPrivateHouse = ["127.0.0.1", "::1", "localhost"].includes(listenHost);
  const rules = (entries ?? (isPrivateHouse ? OWN_NETWORK : []))
    .map(parseRule)
    .filter((rule) => rule !== null);
  return {
    allowsNothing: rules.length === 0,
    allows: ({ host, port }, reached) =>
      rules.some((rule) => (rule.port === null || rule.port === port) && rule.matches(host, reached)),
  };
}

/** @returns null when the entry is none of the forms of {@link OWN_NETWORK} */
export function parseRule(entry: string): Rule | null {
  const text = entry.trim().toLowerCase();
  if (text.includes("/")) return networkRule(text);
  if (isIP(text) !== 0) return addressRule(text, null);
  const { host, port } = splitPort(text);
  if (port === undefined) return null;
  if (isIP(host) !== 0) return addressRule(host, port);
  if (host.startsWith(".") && NAME.test(host.slice(1))) {
    return { port, matches: (asked) => asked.endsWith(host) };
  }
  return NAME.test(host) && !/^[\d.]+$/.test(host) ? { port, matches: (asked) => asked === host } : null;
}

function splitPort(text: string): { host: string; port: number | null | undefined } {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return { host: text, port: undefined };
  const port = match[2] === undefined ? null : Number(match[2]);
  const isPort = port === null || (port > 0 && port < 65_536);
  return { host: (match[1] ?? "").replace(/^\[|\]$/g, ""), port: isPort ? port : undefined };
}

function addressRule(address: string, port: number | null): Rule {
  return networkRule(`${address}/${isIPv4(address) ? 32 : 128}`, port) ?? { port, matches: () => false };
}

function networkRule(text: string, port: number | null = null): Rule | null {
  const [net = "", bits = "", more] = text.split("/");
  const family = isIPv4(net) ? "ipv4" : "ipv6";
  if (isIP(net) === 0 || more !== undefined || !/^\d{1,3}$/.test(bits)) return null;
  if (Number(bits) > (family === "ipv4" ? 32 : 128)) return null;
  const list = new BlockList();
  list.addSubnet(net, Number(bits), family);
  return {
    port,
    matches: (_host, reached) => reached.family === family && list.check(reached.address, family),
  };
}
