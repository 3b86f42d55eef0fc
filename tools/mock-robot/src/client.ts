export { RobotClient } from "./client/robot-client.ts";
export { RobotFailure } from "./client/robot-failure.ts";
export type { WireForm } from "./client/frame-writer.ts";
export type {
  FinishedSession,
  RobotClientOptions,
  RobotHooks,
  RobotSession,
  RobotStats,
} from "./client/options.ts";
export type { OutgoingItem } from "./client/outgoing.ts";
export {
  type OpenSocket,
  openWebSocket,
  type RobotSocket,
  type SocketEvents,
} from "./client/robot-socket.ts";
export { realTimers, type Timers } from "./client/timers.ts";
