import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Db, createDb } from "@retake/db";
import { bootstrap } from "@retake/db/bootstrap";
import {
  type FrontProcess,
  type IngestProcess,
  type Program,
  spawnIngest,
  startFrontProcess,
  startIngest,
  startTestDatabase,
  startWorkerProcess,
} from "@retake/dev-env";

export interface PlantOptions {
  /** An empty, migrated database; without it one is made, and ends with the plant. */
  databaseUrl?: string;
  /** Called with the data folder before anything is in it. */
  prepare?: (dataDir: string) => void;
}

/** Nobody listens there: an address for the time in which a process is down, whose own may be anybody's. */
const NOWHERE = "ws://127.0.0.1:1/ws/ingest";

const PARTS = ["ingest", "worker", "front"] as const;
type Part = (typeof PARTS)[number];
const OUTPUT_LENGTH_MAX = 4_000;

/** The house as processes that can be killed one by one: ingest, worker and front over one data folder. */
export class Plant implements AsyncDisposable {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly robotToken: string;
  readonly apiToken: string;
  readonly workspace: string;
  ingest: IngestProcess | null = null;
  worker: Program | null = null;
  front: FrontProcess | null = null;
  readonly #close: () => Promise<void>;

  private constructor(
    databaseUrl: string,
    db: Db,
    own: {
      dataDir: string;
      robotToken: string;
      apiToken: string;
      workspace: string;
      close: () => Promise<void>;
    },
  ) {
    this.databaseUrl = databaseUrl;
    this.db = db;
    this.dataDir = own.dataDir;
    this.robotToken = own.robotToken;
    this.apiToken = own.apiToken;
    this.workspace = own.workspace;
    this.#close = own.close;
  }

  /** With its rows and tokens, and nothing started yet. */
  static async open({ databaseUrl, prepare }: PlantOptions = {}): Promise<Plant> {
    const database = databaseUrl === undefined ? await startTestDatabase() : null;
    const url = databaseUrl ?? database?.url ?? "";
    const db = createDb(url, { connectionsMax: 4 });
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "retake-faults-"));
    prepare?.(dataDir);
    const urls = { webUrl: "http://127.0.0.1:1", ingestUrl: NOWHERE };
    const { credentials } = await bootstrap(db, { dataDir, ...urls });
    if (credentials === null) throw new Error("a fresh database gets an owner");
    const { robotToken, apiToken, workspace } = credentials;
    const close = async (): Promise<void> => {
      await db.close();
      await database?.close();
      fs.rmSync(dataDir, { recursive: true, force: true });
    };
    return new Plant(url, db, { dataDir, robotToken, apiToken, workspace, close });
  }

  /** Where robots knock now. */
  readonly door = (): string => this.ingest?.ingestUrl ?? NOWHERE;

  async startIngest(): Promise<IngestProcess> {
    const { databaseUrl, dataDir } = this;
    return (this.ingest = await startIngest({ databaseUrl, dataDir }));
  }

  /** One that nobody waits for. */
  spawnIngest(): Program {
    const { databaseUrl, dataDir } = this;
    return spawnIngest({ databaseUrl, dataDir });
  }

  async startWorker(): Promise<Program> {
    return (this.worker = await startWorkerProcess(this.#env()));
  }

  async startFront(): Promise<FrontProcess> {
    return (this.front = await startFrontProcess(this.#env()));
  }

  /** Ends a process and waits. @returns its exit code, null after a kill @throws Error when one has ended by itself */
  async end(which: Part, signal?: NodeJS.Signals): Promise<number | null> {
    this.demandAlive();
    return await this.#end(which, signal);
  }

  /** Nobody restarts here what falls over. @throws Error with the output of a process that has ended and was not told to */
  readonly demandAlive = (): void => {
    for (const which of PARTS) {
      const program = this[which];
      if (program?.isOver() === true)
        throw new Error(`${which} has ended by itself:\n${program.output().slice(-OUTPUT_LENGTH_MAX)}`);
    }
  };

  /** Asks the front, with the owner's token; `to` begins with a slash. */
  readonly ask = (to: string, init: RequestInit = {}): Promise<Response> => {
    if (this.front === null) throw new Error("the front is down");
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${this.apiToken}`);
    return fetch(this.front.url + to, { ...init, headers });
  };

  async [Symbol.asyncDispose](): Promise<void> {
    for (const which of PARTS) await this.#end(which);
    await this.#close();
  }

  async #end(which: Part, signal?: NodeJS.Signals): Promise<number | null> {
    const program = this[which];
    this[which] = null;
    return program === null ? null : await program.kill(signal);
  }

  #env(): Record<string, string> {
    return {
      DATABASE_URL: this.databaseUrl,
      RETAKE_DATA_DIR: this.dataDir,
      STORAGE_URL: `file:${this.dataDir}/store`,
    };
  }
}
