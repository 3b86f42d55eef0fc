import type { TextCase } from "./types.ts";

export const SERVER_TEXT: TextCase[] = [
  {
    name: "session_started",
    text: '{"type":"session_started","session_id":"a","resume_from":501,"credit":1024}',
    decoded: { type: "session_started", session_id: "a", resume_from: 501, credit: 1024 },
  },
  {
    name: "ack",
    text: '{"type":"ack","seq":9007199254740991,"credit":0}',
    decoded: { type: "ack", seq: 9007199254740991, credit: 0 },
  },
  {
    name: "backpressure",
    text: '{"type":"backpressure","action":"slow_down","queued":800}',
    decoded: { type: "backpressure", action: "slow_down", queued: 800 },
  },
  {
    name: "error: a gap, with the number wanted",
    text: '{"type":"error","code":"gap","message":"Message 5 is wanted.","fatal":false,"wanted":5}',
    decoded: {
      type: "error",
      code: "gap",
      message: "Message 5 is wanted.",
      fatal: false,
      seq: null,
      wanted: 5,
    },
  },
  {
    name: "error: one refused message, a code of the future, an unknown field",
    text: '{"type":"error","code":"too_purple","message":"No.","fatal":false,"seq":7,"hue":300}',
    decoded: { type: "error", code: "too_purple", message: "No.", fatal: false, seq: 7, wanted: null },
  },
  {
    name: "going_away",
    text: '{"type":"going_away","reconnect_after_ms":2000}',
    decoded: { type: "going_away", reconnect_after_ms: 2000 },
  },
  {
    name: "session_ended",
    text: '{"type":"session_ended","session_id":"a","messages":900,"frames":300,"dropped":0}',
    decoded: { type: "session_ended", session_id: "a", messages: 900, frames: 300, dropped: 0 },
  },
  { name: "a type of the future is stepped over", text: '{"type":"hello","x":1}', decoded: null },
];
