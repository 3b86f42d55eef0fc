import { isRecord, parseObject } from "@retake/protocol/json";
import { PULL_LIMITS } from "../pull-limits.ts";
import type { Channel } from "./channel.ts";
import { ServerFault } from "./server-fault.ts";

/** What a server says in JSON, as far as a recorder needs it. Foxglove WebSocket protocol, "JSON messages". */
export type ServerText =
  | { op: "serverInfo"; name: string; sessionId: string | null }
  | { op: "advertise"; channels: Channel[] }
  | { op: "unadvertise"; ids: number[] }
  | { op: "status"; isError: boolean; message: string };

const STATUS_ERROR = 2;

/**
 * @returns null for what is of no concern to a recorder: parameters, services, the graph, anything newer
 * @throws ServerFault
 */
export function readServerText(bytes: Uint8Array): ServerText | null {
  const message = parse(bytes);
  switch (message["op"]) {
    case "serverInfo": {
      const { name, sessionId } = message;
      return { op: "serverInfo", name: shortText(name) ?? "", sessionId: shortText(sessionId) };
    }
    case "advertise":
      return { op: "advertise", channels: list(message["channels"]).map(readChannel) };
    case "unadvertise":
      return { op: "unadvertise", ids: list(message["channelIds"]).map(readId) };
    case "status": {
      const { level, message: words } = message;
      return { op: "status", isError: level === STATUS_ERROR, message: shortText(words) ?? "" };
    }
    default:
      return null;
  }
}

function parse(bytes: Uint8Array): Record<string, unknown> {
  try {
    return parseObject(bytes);
  } catch {
    throw new ServerFault("It sent text that is no JSON object of this protocol, or has too much in it.");
  }
}

function readChannel(value: unknown): Channel {
  if (!isRecord(value)) throw unreadable();
  const { topic, encoding, schemaName, schema, schemaEncoding } = value;
  return {
    id: readId(value["id"]),
    topic: text(topic),
    encoding: text(encoding),
    schemaName: text(schemaName ?? ""),
    schema: text(schema ?? ""),
    schemaEncoding: text(schemaEncoding ?? ""),
  };
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw unreadable();
  if (value.length > PULL_LIMITS.channelsMax) throw tooManyChannels();
  return value;
}

function readId(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw unreadable();
  return value;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw unreadable();
  return value;
}

function shortText(value: unknown): string | null {
  return typeof value === "string" ? value.slice(0, 200) : null;
}

function unreadable(): ServerFault {
  return new ServerFault("It sent an offer of channels that cannot be read.");
}

export function tooManyChannels(): ServerFault {
  return new ServerFault(`It offers more than ${PULL_LIMITS.channelsMax} channels.`);
}
