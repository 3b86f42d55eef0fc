import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createDb } from "@retake/db";
import { installJobs } from "@retake/db/jobs";
import { type LocalPostgres, startLocalPostgres } from "@retake/db/local-postgres";
import { migrate } from "@retake/db/migrate";
import { until } from "../until.ts";

/** A database server of its own, durable, that can be killed. */
export class OwnPostgres implements AsyncDisposable {
  readonly url: string;
  readonly #dir: string;
  #server: LocalPostgres;

  private constructor(dir: string, server: LocalPostgres) {
    this.#dir = dir;
    this.#server = server;
    this.url = server.url;
  }

  static async start(): Promise<OwnPostgres> {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), "retake-faults-postgres-"));
    const server = await startLocalPostgres({ dir });
    await migrate(server.url);
    const db = createDb(server.url, { connectionsMax: 1 });
    await installJobs(db);
    await db.close();
    return new OwnPostgres(dir, server);
  }

  /** SIGKILL to the server; its children end with it. */
  async kill(): Promise<void> {
    const [pid = ""] = fs.readFileSync(path.join(this.#dir, "data", "postmaster.pid"), "utf8").split("\n");
    process.kill(Number(pid), "SIGKILL");
    await this.#server.ended;
  }

  /** After a kill, on the same port. */
  async again(): Promise<void> {
    // Children of the killed one may hold its memory for a moment.
    await until("Postgres starts again", async () => {
      this.#server = await startLocalPostgres({ dir: this.#dir });
      return true;
    });
    if (this.#server.url !== this.url) throw new Error("Postgres came back at another address");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop();
    fs.rmSync(this.#dir, { recursive: true, force: true });
  }
}
