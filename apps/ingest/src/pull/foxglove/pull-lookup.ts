import { lookup as systemLookup, type LookupAddress, type LookupAllOptions } from "node:dns";
import type { LookupFunction } from "node:net";
import { AppError } from "@retake/core/errors";
import { checkReached, type PullRules, type PullTarget } from "@retake/core/pull-address";

type LookupAll = (
  host: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * For the `lookup` of a socket: looks the name up once, checks every answer, and hands on those addresses and no others, so
 * that a second answer (DNS rebinding) is never asked for. One address that may not be reached refuses the name.
 */
export function pullLookup(
  target: PullTarget,
  rules: PullRules,
  lookup: LookupAll = systemLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      const refusal = refusalOf(target, rules, addresses);
      if (refusal !== null) return callback(refusal, "", 0);
      const [first] = addresses;
      if (options.all === true) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family ?? 0);
    });
  };
}

function refusalOf(target: PullTarget, rules: PullRules, addresses: LookupAddress[]): AppError | null {
  try {
    if (addresses.length === 0) throw new AppError("path_refused", `${target.host} has no address.`);
    for (const { address } of addresses) checkReached(target, address, rules);
    return null;
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
}
