import type { Config } from "@retake/core/config";

/** A hub that nobody answers for. */
export const NO_HUB: Config["hub"] = {
  token: null,
  endpoint: "http://127.0.0.1:9",
  home: "/nonexistent",
  lerobotHome: null,
  offline: false,
};
