import { type IpAddress, isInNetwork, type Network, parseIp, parseNetwork } from "./ip-address.ts";

/** What may be reached when nothing was set: this machine and private networks (RFC 1918, 4193), and names of mDNS (RFC 6762). */
const OWN_NETWORK: readonly string[] = [
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
  allows(target: { host: string; port: number }, reached: IpAddress): boolean;
}

interface Rule {
  port: number | null;
  matches(host: string, reached: IpAddress): boolean;
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

/**
 * One entry of the list: `robot-7`, `robot-7:8765`, `192.168.1.20:8765`, `10.0.0.0/8`, `[fd00::1]:8765`, `.local`.
 * @returns null when it is none of these
 */
export function parseRule(entry: string): Rule | null {
  const text = entry.trim().toLowerCase();
  const network = parseNetwork(text);
  if (network !== null) return networkRule(network, null);
  const { host, port } = splitPort(text);
  if (port === undefined) return null;
  const address = parseIp(host);
  if (address !== null) return networkRule({ ...address, bits: address.family === 4 ? 32 : 128 }, port);
  if (host.startsWith(".") && NAME.test(host.slice(1))) {
    return { port, matches: (asked) => asked.endsWith(host) };
  }
  return NAME.test(host) && !/^[\d.]+$/.test(host) ? { port, matches: (asked) => asked === host } : null;
}

function networkRule(network: Network, port: number | null): Rule {
  return { port, matches: (_host, reached) => isInNetwork(reached, network) };
}

function splitPort(text: string): { host: string; port: number | null | undefined } {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return { host: text, port: undefined };
  const port = match[2] === undefined ? null : Number(match[2]);
  const isPort = port === null || (port > 0 && port < 65_536);
  return { host: (match[1] ?? "").replace(/^\[|\]$/g, ""), port: isPort ? port : undefined };
}
