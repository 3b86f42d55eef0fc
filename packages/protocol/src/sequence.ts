export { contentHash, UNKNOWN_CONTENT } from "./sequence/content-hash.ts";
export { type Outgoing, OutboundWindow, type Resumed } from "./sequence/outbound-window.ts";
export { SequenceGate, type Verdict } from "./sequence/sequence-gate.ts";
