export { createRoomStore, type StoredRooms } from "./rooms/room-store.ts";
export { announcePeople } from "./rooms/announce-people.ts";
export { announcePresence } from "./rooms/announce-presence.ts";
export type { Append, Facts, Loaded, Request, Update } from "./rooms/types.ts";
