import { createRoomHost, type RoomHost } from "@retake/collab/room-host";
import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import { announcePresence, createRoomStore } from "@retake/db/rooms";
import type { Log } from "../log.ts";

/** The room host of this process over Postgres, woken by what other processes store. */
export function createRooms(options: {
  db: Db;
  listener: Pick<Listener, "on" | "onGap">;
  log: Log;
}): RoomHost {
  const { db, listener, log } = options;
  const host = createRoomHost({
    store: createRoomStore(db),
    publish: (payload) => void announcePresence(db.pool, payload).catch(() => undefined),
    onFault: (error) =>
      log.error("a room failed", { detail: error instanceof Error ? error.stack : String(error) }),
  });
  const stops = [
    listener.on("room", (payload) => {
      const space = payload.indexOf(" ");
      host.wake(payload.slice(space + 1), Number(payload.slice(0, space)));
    }),
    listener.on("presence", (payload) => host.presence(payload)),
    listener.onGap(() => host.wakeAll()),
  ];
  return {
    ...host,
    async close() {
      for (const stop of stops) stop();
      await host.close();
    },
  };
}
