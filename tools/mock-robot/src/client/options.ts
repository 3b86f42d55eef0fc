import type { ServerError, ServerMessage, TopicDeclaration } from "@retake/protocol/messages";
import type { WireForm } from "./frame-writer.ts";
import type { OutboxLimits } from "./outbox.ts";
import type { OpenSocket } from "./robot-socket.ts";
import type { Timers } from "./timers.ts";

export interface RobotSession {
  sessionId: string;
  topics?: TopicDeclaration[];
  robotType?: string | null;
  fps?: number | null;
  task?: string | null;
  operator?: string | null;
}

/** What happens, for progress, measuring and tests. They must not throw. */
export interface RobotHooks {
  /** A connection may send: `session_started` in protocol 2, an open socket in protocol 1. */
  onStarted?(resumeFrom: number, credit: number): void;
  /** Items have left in one frame. Numbers are null in protocol 1. */
  onSent?(first: number | null, count: number, bytes: number): void;
  onAck?(seq: number, credit: number): void;
  /** Every `error`, fatal or not. */
  onError?(error: ServerError): void;
  onMessage?(message: ServerMessage): void;
  onClose?(code: number, reason: string): void;
  /** The client will try again after so many milliseconds. */
  onRetry?(pauseMs: number, reason: string): void;
  /** There is room again after `send` has said no. */
  onRoom?(): void;
}

export interface RobotClientOptions {
  url: string;
  token: string | null;
  session: RobotSession;
  protocol?: 1 | 2;
  form?: WireForm;
  /** Goes on with a session that exists: one this process has not begun. */
  resume?: boolean;
  /** The last number known as durable, by a caller that has kept its items over a restart; with `resume`. */
  acked?: number;
  /** What is kept in memory until it is confirmed. */
  limits?: Partial<OutboxLimits>;
  hooks?: RobotHooks;
  openSocket?: OpenSocket;
  timers?: Timers;
  /** Numbers in [0, 1), for the pauses between tries. */
  random?: () => number;
  backoff?: { firstMs: number; maxMs: number };
  /** Milliseconds without a session after which the client gives up: before it ever had one, and later. */
  giveUp?: { firstMs: number; laterMs: number };
  /** A ping is sent so often; a connection that shows no life for two of these is broken off. 0: never. */
  heartbeatMs?: number;
}

export const DEFAULTS = {
  limits: { items: 50_000, bytes: 128 << 20 },
  backoff: { firstMs: 250, maxMs: 10_000 },
  giveUp: { firstMs: 15_000, laterMs: 600_000 },
  heartbeatMs: 10_000,
  /** Bytes on their way out beyond which nothing more is written. */
  socketBytesMax: 4 << 20,
  /** In protocol 1, how long `slow_down` holds without a word of the server. */
  slowDownMsMax: 5_000,
} as const;

export interface FinishedSession {
  /** As the server counts them: `messages` without marks; protocol 1: as sent. */
  messages: number;
  frames: number;
  /** Refused by the server. */
  dropped: number;
  /** Every message handed over is durable (protocol 2), or was received as far as protocol 1 can tell. */
  confirmed: boolean;
  /** Why it is not. */
  doubt: string | null;
}

export interface RobotStats {
  /** Items handed over. */
  taken: number;
  /** Frames' items that left, with those sent again. */
  sent: number;
  sentBytes: number;
  /** Items durable; in protocol 1 always 0. */
  acked: number;
  inFlight: number;
  waiting: number;
  refused: number;
  /** Connections beyond the first. */
  reconnects: number;
}
