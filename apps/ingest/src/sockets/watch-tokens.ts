import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import { ProtocolError } from "@retake/protocol/errors";
import { describeError, type Log } from "../log.ts";
import type { RobotSocket } from "./robot-socket.ts";

export interface TokenWatchOptions {
  db: Pick<Db, "pool">;
  listener: Pick<Listener, "on" | "onGap">;
  /** Those whose sender is known. */
  sockets: () => RobotSocket[];
  sweepMs: number;
  report: Log;
}

const EXPIRY_LOOK_MS = 500;

const VALID = `SELECT "id" FROM "Token" WHERE "id" = ANY($1) AND "revokedAt" IS NULL`;

/**
 * Closes the sockets of tokens that end: at once when told so, and by looking after a gap in what is told.
 * @returns how to stop
 */
export function watchTokens({ db, listener, sockets, sweepMs, report }: TokenWatchOptions): () => void {
  const sweep = async (): Promise<void> => {
    const ids = [...new Set(sockets().map(({ token }) => token?.id ?? ""))];
    if (ids.length === 0) return;
    const { rows } = await db.pool.query<{ id: string }>(VALID, [ids]);
    const valid = new Set(rows.map(({ id }) => id));
    for (const id of ids) if (!valid.has(id)) end(sockets(), id);
  };
  // While the register is away nobody can have ended a token.
  const look = (): void =>
    void sweep().catch((error: unknown) => report.debug("tokens", describeError(error)));
  const sweeping = setInterval(look, sweepMs);
  const expiring = setInterval(() => {
    const now = Date.now();
    for (const socket of sockets()) {
      const { expiresAt = null } = socket.token ?? {};
      if (expiresAt !== null && expiresAt.getTime() <= now)
        socket.fail(unauthorized("The token has expired."));
    }
  }, EXPIRY_LOOK_MS);
  const stops = [listener.on("token", (id) => end(sockets(), id)), listener.onGap(look)];
  return () => {
    clearInterval(sweeping);
    clearInterval(expiring);
    for (const stop of stops) stop();
  };
}

function end(sockets: readonly RobotSocket[], id: string): void {
  for (const socket of sockets)
    if (socket.token?.id === id) socket.fail(unauthorized("The token was revoked."));
}

function unauthorized(message: string): ProtocolError {
  return new ProtocolError("unauthorized", message);
}
