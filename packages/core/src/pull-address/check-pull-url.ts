import { AppError } from "../errors.ts";
import { isDeniedAddress } from "./denied-addresses.ts";
import type { PullRules } from "./pull-rules.ts";
import { reachedAddress } from "./reached-address.ts";

export interface PullTarget {
  /** In its one spelling: `ws://192.168.1.20:8765/`. */
  url: string;
  /** Lower case, without brackets: a name or an address. */
  host: string;
  port: number;
}

const URL_LENGTH_MAX = 1_024;

/**
 * Reads what a person typed. An address is judged here; a name when it is looked up, at every connect.
 * Decimal, octal and hexadecimal spellings of an address are that address (WHATWG URL, host parsing).
 * @throws AppError `bad_request` for what is no address of a server, `path_refused` for one that is not allowed
 */
export function checkPullUrl(text: string, rules: PullRules): PullTarget {
  const target = readPullUrl(text);
  if (rules.allowsNothing) {
    throw new AppError(
      "path_refused",
      "This server may not connect to robots yet. Whoever runs it can allow their addresses with RETAKE_PULL_HOSTS.",
    );
  }
  if (reachedAddress(target.host) !== null) checkReached(target, target.host, rules);
  return target;
}

/**
 * @param address what the host of `target` was found to be
 * @throws AppError `path_refused` unless a connection to `target` may go there
 */
export function checkReached(target: PullTarget, address: string, rules: PullRules): void {
  const reached = reachedAddress(address);
  const is = address === target.host ? "" : ` is at ${address}, which`;
  if (reached === null || isDeniedAddress(reached)) {
    throw new AppError(
      "path_refused",
      `${target.host}${is || " is an address that"} is never connected to: reserved, link-local, multicast or a cloud's own.`,
    );
  }
  if (rules.allows(target, reached)) return;
  throw new AppError(
    "path_refused",
    `${target.host}${is} is not among the addresses this server may connect to. Whoever runs it can add it to RETAKE_PULL_HOSTS.`,
  );
}

function readPullUrl(text: string): PullTarget {
  const typed = text.trim();
  const url = typed.length <= URL_LENGTH_MAX && URL.canParse(typed) ? new URL(typed) : null;
  if (url === null || !["ws:", "wss:"].includes(url.protocol) || url.hostname === "") {
    throw new AppError(
      "bad_request",
      "An address looks like ws://192.168.1.20:8765 or wss://robot.example.com.",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new AppError(
      "bad_request",
      "An address may not hold a user name or a password: everybody here could read it.",
    );
  }
  if (url.port === "0") throw new AppError("bad_request", "Port 0 is no port.");
  url.hash = "";
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (host === "") throw new AppError("bad_request", "The address names no host.");
  return {
    url: url.href,
    host,
    port: url.port === "" ? (url.protocol === "ws:" ? 80 : 443) : Number(url.port),
  };
}
