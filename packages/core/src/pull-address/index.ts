export { checkPullUrl, checkReached, type PullTarget } from "./check-pull-url.ts";
export { parseRule, pullRules, type PullRules } from "./pull-rules.ts";
