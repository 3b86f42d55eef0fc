import type { PullRules } from "@retake/core/pull-address";
import type { Listener } from "@retake/db/notify";
import { describeError, type Log } from "../log.ts";
import { endFeed, type PullSourceRow } from "./episode/pull-episode.ts";
import { PULL_TIMES, PullRunner, type PullTimes } from "./pull-runner.ts";
import type { PullSink } from "./pull-sink.ts";
import { SourceEntry } from "./source-entry.ts";
import type { SourceStore } from "./source-store.ts";

export interface PullManagerOptions {
  store: SourceStore;
  /** Its `source` channel wakes; without it rows are looked at every {@link ManagerTimes.lookMs}. */
  signals: Pick<Listener, "on" | "onGap">;
  rules: PullRules;
  sink: PullSink;
  report: Log;
  times?: Partial<ManagerTimes>;
}

export interface ManagerTimes extends PullTimes {
  lookMs: number;
  /** State is written at most this often. */
  writeMs: number;
}

export interface PullManager {
  start(): void;
  /** Ends all recordings of sources and settles when that is with the recorder. */
  stop(): Promise<void>;
}

/** Sources recorded at one time, over all workspaces. */
const SOURCES_MAX = 64;

/** Records every source that is switched on, by the rows. While the database is away, what runs goes on. */
export function createPullManager(options: PullManagerOptions): PullManager {
  const times: ManagerTimes = { ...PULL_TIMES, lookMs: 10_000, writeMs: 1_000, ...options.times };
  const { store, sink, rules, report } = options;
  const entries = new Map<string, SourceEntry>();
  let stopping: Promise<void> | null = null;
  let looking: Promise<void> | null = null;
  let again = false;

  const look = (): Promise<void> => {
    again = looking !== null;
    return (looking ??= lookOnce().finally(() => {
      looking = null;
      if (again && stopping === null) void look();
    }));
  };
  const lookOnce = async (): Promise<void> => {
    try {
      const askedAt = performance.now();
      const rows = await store.enabled();
      if (stopping !== null) return;
      const wanted = new Map(rows.slice(0, SOURCES_MAX).map((row) => [row.id, row]));
      for (const [id, entry] of entries) {
        if (entry.isOf(wanted.get(id))) continue;
        entries.delete(id);
        await entry.stop(wanted.has(id) ? null : idle());
      }
      for (const row of wanted.values()) {
        const entry = entries.get(row.id);
        if (entry === undefined) await begin(row);
        else entry.see(row, askedAt);
      }
      for (const row of rows.slice(SOURCES_MAX)) {
        const problem = `At most ${SOURCES_MAX} sources are recorded at one time.`;
        await store.write(row.id, { state: "failed", problem, sessionId: null });
      }
    } catch (error) {
      report.warn("sources not read", describeError(error));
    }
  };
  const begin = async (row: PullSourceRow): Promise<void> => {
    if (row.sessionId !== null) await endLeftOver(sink, row);
    const entry: SourceEntry = new SourceEntry({
      row,
      store,
      report,
      writeMs: times.writeMs,
      runner: (changed) => new PullRunner({ source: row, rules, sink, times, changed }),
    });
    entries.set(row.id, entry);
  };

  let timer: NodeJS.Timeout | undefined;
  const deafen: (() => void)[] = [];
  return {
    start() {
      deafen.push(
        options.signals.on("source", () => void look()),
        options.signals.onGap(() => void look()),
      );
      timer = setInterval(() => void look(), times.lookMs);
      void look();
    },
    stop: () =>
      (stopping ??= (async () => {
        clearInterval(timer);
        for (const stop of deafen) stop();
        await looking;
        await Promise.all([...entries.values()].map((entry) => entry.stop(idle("The server was stopped."))));
      })()),
  };
}

function idle(problem: string | null = null) {
  return { state: "idle" as const, problem, sessionId: null };
}

/** An episode of a process that was killed: nobody knows its clock any more, so it ends with what it has. */
async function endLeftOver(sink: PullSink, row: PullSourceRow): Promise<void> {
  const nothing = (): void => undefined;
  const isOpen = sink
    .recordings()
    .some(
      ({ meta, state }) =>
        state === "open" && meta.sessionId === row.sessionId && meta.workspaceId === row.workspaceId,
    );
  if (!isOpen) return;
  try {
    const feed = await sink.start({
      owner: { workspaceId: row.workspaceId, tokenId: null, name: row.name },
      start: {
        type: "session_start",
        session_id: row.sessionId ?? "",
        robot_type: null,
        fps: null,
        topics: [],
        task: null,
        operator: null,
        protocol: 1,
        resume: true,
        token: null,
      },
      peer: { send: nothing, fail: nothing, close: nothing, pause: nothing, resume: nothing },
    });
    endFeed(feed);
  } catch {
    // It waits for the end of its grace time, as any other that was cut off.
  }
}
