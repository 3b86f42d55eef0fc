// Wake-ups through Postgres: one dedicated LISTEN connection per process. A notification carries an id and nothing else;
// whoever is woken reads the row. Notifications sent during a gap are lost, so every cache hangs on `onGap`.
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

/**
 * `episode`: `<workspace id>` when any of its episodes may have changed, `<workspace id>/<sessionId>` when that one did and no other.
 * `import`: id of the job. `index`: `<workspace id>` when its map or index changed at large or its indexing moved on, `<workspace id>/<sessionId>` when
 * what is known of that episode did. `token`: id of a revoked token. `login`: id of a user whose logins changed.
 * `assignment`: id of a workspace in which episodes were assigned or reviewed. `activity`: id of a workspace in whose feed or inboxes is something new.
 * `room`: `<number of its last update> <room key>`. `presence`: who is in rooms, between the processes that host them. `people`: who has which episode open or selected, likewise. `labels`: id of a workspace
 * whose label schema changed.
 * `recording`: id of a workspace in which robots record; at most once a second. `source`: id of a workspace whose pull sources changed.
 */
export type Channel =
  | "activity"
  | "assignment"
  | "episode"
  | "import"
  | "index"
  | "labels"
  | "login"
  | "people"
  | "presence"
  | "recording"
  | "room"
  | "source"
  | "token";

export const CHANNELS: readonly Channel[] = [
  "activity",
  "assignment",
  "episode",
  "import",
  "index",
  "labels",
  "login",
  "people",
  "presence",
  "recording",
  "room",
  "source",
  "token",
];

/** Postgres refuses payloads of 8,000 bytes; ids are far shorter. */
const PAYLOAD_LENGTH_MAX = 200;
const RECONNECT_MS_MIN = 50;
const RECONNECT_MS_MAX = 2_000;
/** A dead peer that sent no FIN is noticed within two of these. */
const PULSE_MS = 10_000;

export interface Listener {
  /** True while notifications arrive: what is cached may be believed. */
  readonly connected: boolean;
  /** @returns a function that stops listening */
  on(channel: Channel, wake: (id: string) => void): () => void;
  /** Called after each gap, in which any number of notifications may have been missed. Drop every cache. */
  onGap(forget: () => void): () => void;
  /** Settles once it listens: arm first, then query. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

interface Queryable {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** Wakes the listeners of a channel. Inside a transaction it goes out with the commit, so pass the transaction's client. */
export async function notify(db: Queryable, channel: Channel, id: string): Promise<void> {
  if (id.length > PAYLOAD_LENGTH_MAX)
    throw new Error(`a notification carries an id, not ${id.length} characters`);
  await db.query("SELECT pg_notify($1, $2)", [channel, id]);
}

/** Connects at once and again after every loss, until it is closed. */
export function createListener(url: string): Listener {
  const wakers = new Map<string, Set<(id: string) => void>>(CHANNELS.map((channel) => [channel, new Set()]));
  const forgetters = new Set<() => void>();
  const closing = new AbortController();
  let settleReady = (): void => undefined;
  const ready = new Promise<void>((resolve) => (settleReady = resolve));
  const state = { connected: false, client: null as pg.Client | null };

  const running = (async () => {
    let wait = RECONNECT_MS_MIN;
    for (let connections = 0; !closing.signal.aborted;) {
      const connection = await open(url, state, (channel, id) =>
        wakers.get(channel)?.forEach((wake) => wake(id)),
      );
      if (connection !== null) {
        wait = RECONNECT_MS_MIN;
        connections += 1;
        if (connections > 1) for (const forget of forgetters) forget();
        state.connected = true;
        settleReady();
        await connection.lost;
        state.connected = false;
      }
      if (!closing.signal.aborted)
        await delay(wait, undefined, { signal: closing.signal }).catch(() => undefined);
      wait = Math.min(wait * 2, RECONNECT_MS_MAX);
    }
  })();

  return {
    get connected() {
      return state.connected;
    },
    on: (channel, wake) => subscribe(wakers.get(channel) ?? new Set(), wake),
    onGap: (forget) => subscribe(forgetters, forget),
    ready: () => ready,
    async close() {
      closing.abort();
      await state.client?.end().catch(() => undefined);
      settleReady();
      await running;
    },
  };
}

/** @returns `lost`, which settles when the connection ends, or null if there was none to be had */
async function open(
  url: string,
  state: { client: pg.Client | null },
  deliver: (channel: string, id: string) => void,
): Promise<{ lost: Promise<void> } | null> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 });
  const lost = new Promise<void>((resolve) => client.once("end", resolve));
  client.on("error", () => undefined);
  client.on("notification", (message) => deliver(message.channel, message.payload ?? ""));
  try {
    state.client = client;
    await client.connect();
    await client.query(CHANNELS.map((channel) => `LISTEN "${channel}"`).join(";"));
  } catch {
    await client.end().catch(() => undefined);
    return null;
  }
  const pulse = setInterval(() => void checkPulse(client), PULSE_MS);
  return { lost: lost.finally(() => clearInterval(pulse)) };
}

async function checkPulse(client: pg.Client): Promise<void> {
  try {
    await client.query({ text: "SELECT 1", query_timeout: PULSE_MS } as pg.QueryConfig);
  } catch {
    await client.end().catch(() => undefined);
  }
}

function subscribe<T>(set: Set<T>, member: T): () => void {
  set.add(member);
  return () => void set.delete(member);
}
