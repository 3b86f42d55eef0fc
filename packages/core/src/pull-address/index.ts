export { checkPullUrl, checkReached, type PullTarget } from "./check-pull-url.ts";
export { pullLookup } from "./pull-lookup.ts";
export { parseRule, pullRules, type PullRules } from "./pull-rules.ts";
export { reachedAddress } from "./reached-address.ts";
