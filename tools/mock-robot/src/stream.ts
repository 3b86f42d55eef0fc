export { type ClockFaults, robotTime } from "./stream/robot-clock.ts";
export { type Due, placedBy, robotStream, type StreamOptions } from "./stream/robot-stream.ts";
export { cameraTopic, robotTopics } from "./stream/topics.ts";
