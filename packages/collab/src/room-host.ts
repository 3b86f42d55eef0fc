export { createRoomHost, type RoomHost, type RoomHostOptions } from "./room-host/room-host.ts";
export { ROOM_LIMITS } from "./room-host/limits.ts";
export { restoreLabels } from "./room-host/restore.ts";
export { roomRef, type RoomRef } from "./room-host/room-ref.ts";
export type { OpenRoom } from "./room-host/commit.ts";
export type { RoomConnection, RoomPeer } from "./room-host/peer.ts";
export type { Activity, RoomAppend, RoomRows, EpisodeRow } from "./room-host/rows.ts";
export type { LoadedRoom, RoomFacts, RoomRequest, RoomStore, StoredUpdate } from "./room-host/room-store.ts";
