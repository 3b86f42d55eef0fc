import http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { AppError } from "@retake/core/errors";
import type { Db } from "@retake/db";
import type { PullRules } from "@retake/core/pull-address";
import { createListener } from "@retake/db/notify";
import { createTokenVerifier } from "@retake/db/tokens";
import { describeError, type Log } from "./log.ts";
import { createPullManager, type ManagerTimes } from "./pull/pull-manager.ts";
import { createSourceStore } from "./pull/source-store.ts";
import { openRecorder, type OpenRecorder, type OpenRecorderOptions } from "./recording/open-recorder.ts";
import { answer, errorBody, notFoundBody, refuseUpgrade } from "./sockets/http-answers.ts";
import { type SocketLimits, SOCKET_LIMITS } from "./sockets/limits.ts";
import { createRobotDoor, type RobotDoor } from "./sockets/robot-door.ts";
import { watchTokens } from "./sockets/watch-tokens.ts";

export interface IngestServiceOptions extends Pick<OpenRecorderOptions, "clock" | "limits" | "logOptions"> {
  host: string;
  /** 0 takes a free one. */
  port: number;
  version: string;
  db: Db;
  /** The log lies in `<dataDir>/log`. */
  dataDir: string;
  log: Log;
  socketLimits?: Partial<SocketLimits>;
  /** Which Foxglove servers may be recorded; without it none is. */
  pull?: { rules: PullRules; times?: Partial<ManagerTimes> };
  /** The service can do nothing any more, and has to be ended: another process writes its log. */
  onFatal?: (error: AppError) => void;
}

export interface IngestService {
  /** Recovers the log and listens. Waits while Postgres is away. @returns the port @throws AppError `conflict` */
  start(): Promise<number>;
  /** For what records without a socket; only between `start` and `stop`. */
  readonly recorder: OpenRecorder;
  /** Tells robots to go, acknowledges what it can, and may be called twice. */
  stop(): Promise<void>;
}

const HEADER_BYTES_MAX = 16 << 10;
/** Node looks for late requests this often: a slow upgrade lives this much longer. */
const LATE_LOOK_MS = 500;

/** The door for robots at `/ws/ingest`. `GET /health` needs no credentials; every other path answers 404. */
export function createIngestService(options: IngestServiceOptions): IngestService {
  const { host, port, db, log } = options;
  let running: Running | undefined;
  let stopping: Promise<void> | undefined;
  const server = createServer(options, () => running);

  const begin = async (): Promise<number> => {
    running = await run(options);
    try {
      const taken = await listen(server, port, host);
      log.info("listening", { host, port: taken });
      return taken;
    } catch (error) {
      await running.stop();
      running = undefined;
      throw error;
    }
  };
  const end = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    await running?.stop();
    server.closeAllConnections();
    await closed;
    await db.close();
  };
  return {
    start: begin,
    get recorder() {
      if (running === undefined) throw new Error("the service has not been started");
      return running.opened;
    },
    stop: () => (stopping ??= end()),
  };
}

function listen(server: http.Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

interface Running {
  opened: OpenRecorder;
  door: RobotDoor;
  stop(): Promise<void>;
}

async function run(options: IngestServiceOptions): Promise<Running> {
  const { db, dataDir, log, clock, limits, logOptions, onFatal } = options;
  const socketLimits = { ...SOCKET_LIMITS, ...options.socketLimits };
  const opened = await openRecorder({
    db,
    dataDir,
    report: log,
    ...(clock === undefined ? {} : { clock }),
    ...(limits === undefined ? {} : { limits }),
    ...(logOptions === undefined ? {} : { logOptions }),
    leaseLost(error) {
      log.error("another process writes the log", describeError(error));
      onFatal?.(error);
    },
  });
  const listener = createListener(db.url);
  await listener.ready();
  const verifier = createTokenVerifier({ db, listener });
  const door = createRobotDoor({
    recorder: opened.recorder,
    verifier,
    clock: opened.clock,
    limits: socketLimits,
    report: log,
  });
  const { tokenSweepMs: sweepMs } = socketLimits;
  const unwatch = watchTokens({ db, listener, sockets: () => door.sockets(), sweepMs, report: log });
  const pulls =
    options.pull === undefined
      ? null
      : createPullManager({
          ...options.pull,
          store: createSourceStore(db),
          signals: listener,
          sink: opened.recorder,
          report: log,
        });
  pulls?.start();
  return {
    opened,
    door,
    async stop() {
      await pulls?.stop();
      await door.drain();
      unwatch();
      verifier.close();
      await listener.close();
      await opened.close();
    },
  };
}

function createServer(options: IngestServiceOptions, running: () => Running | undefined): http.Server {
  const { startMs } = { ...SOCKET_LIMITS, ...options.socketLimits };
  const server = http.createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      requestTimeout: startMs,
      headersTimeout: startMs,
      connectionsCheckingInterval: LATE_LOOK_MS,
    },
    (request, response) => {
      request.resume();
      // Compared as it came: parsing throws on what a hostile client may send.
      const [pathname = ""] = (request.url ?? "").split("?");
      if (pathname !== "/health") return answer(response, 404, notFoundBody(pathname));
      if (request.method !== "GET" && request.method !== "HEAD") {
        response.setHeader("allow", "GET, HEAD");
        return answer(response, 405, errorBody("method_not_allowed", "Only GET and HEAD are allowed here."));
      }
      answer(response, 200, { service: "ingest", version: options.version, ...healthOf(running()) });
    },
  );
  server.on("connection", (socket) => running()?.door.connected(socket));
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const taken = running()?.door.upgrade(request, socket as Socket, head);
    if (taken !== "taken")
      refuseUpgrade(socket, taken === "draining" ? "503 Service Unavailable" : "404 Not Found");
  });
  return server;
}

function healthOf(running: Running | undefined): object {
  if (running === undefined) return { status: "starting" };
  const { recorder, log } = running.opened;
  const refused = recorder.recordings().find(({ held }) => held.refused !== null)?.held.refused;
  const reason = log.full ? "The recording disk is full." : refused?.message;
  return {
    status: reason === undefined ? "ok" : "degraded",
    ...(reason === undefined ? {} : { reason }),
    recordings: recorder.recordings().filter(({ feed }) => feed !== null).length,
    log: { full: log.full, waitingBytes: log.waitingBytes },
  };
}
