import { ProtocolError } from "../errors.ts";
import type { ClientFrame, DataItem } from "../messages.ts";
import { parseFrame } from "./parse-frame.ts";
import { readBatch, readItem } from "./read-items.ts";
import { readSessionEnd } from "./read-session-end.ts";
import { readSessionStart } from "./read-session-start.ts";

/**
 * One text frame of a robot, protocol 1 or 2. Bad messages are `refused` items; the session goes on behind them.
 * @param protocol of the session; before its start it does not matter
 * @throws ProtocolError and nothing else; `close` says whether the connection can go on
 */
export function decodeClientText(frame: string | Uint8Array, protocol: 1 | 2 = 2): ClientFrame {
  const raw = parseFrame(frame);
  switch (raw.type) {
    case "session_start":
      return readSessionStart(raw);
    case "message":
    case "mark":
      return dataFrame([readItem(raw)]);
    case "batch":
      return dataFrame(readBatch(raw["messages"]));
    case "session_end":
      return readSessionEnd(raw, protocol);
    default:
      // A numbered message of the future uses up its number, else the client would wait for it forever.
      if ("seq" in raw) return dataFrame([readItem(raw)]);
      throw new ProtocolError("unknown_type", "This type of message is not known.");
  }
}

function dataFrame(items: DataItem[]): ClientFrame {
  return { type: "data", declared: [], items };
}
