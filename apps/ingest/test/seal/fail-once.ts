import type { Db } from "@retake/db";
import type { ObjectStore, StagedObject } from "@retake/telemetry/object-store";

/** Fails the n-th step of everything that goes through it, once, as a machine would that dies there. */
export class FailOnce {
  readonly #n: number;
  #steps = 0;
  /** Where it failed; null when there were fewer steps. */
  failedAt: string | null = null;

  constructor(n: number) {
    this.#n = n;
  }

  step(name: string): void {
    if (++this.#steps !== this.#n) return;
    this.failedAt = name;
    throw new Error(`died at step ${this.#n}: ${name}`);
  }

  store(store: ObjectStore): ObjectStore {
    return {
      ...bound(store),
      stage: async () => {
        this.step("stage");
        const staged = await store.stage();
        return this.#staged(staged);
      },
    };
  }

  /** Every query, and the moment after each commit. */
  db(db: Db): Db {
    const watched = db.prisma.$extends({
      query: {
        $allOperations: ({ operation, model, args, query }) => {
          this.step(`${model ?? ""} ${operation}`);
          return query(args);
        },
      },
    });
    const prisma = new Proxy(watched, {
      get: (target, name) => {
        if (name !== "$transaction") return Reflect.get(target, name);
        return async (...args: Parameters<typeof db.prisma.$transaction>) => {
          const result: unknown = await target.$transaction(
            ...(args as Parameters<typeof target.$transaction>),
          );
          this.step("after commit");
          return result;
        };
      },
    });
    return { ...db, prisma: prisma as unknown as Db["prisma"] };
  }

  #staged(staged: StagedObject): StagedObject {
    return {
      write: async (chunk) => {
        this.step("write");
        await staged.write(chunk);
      },
      commit: async (key) => {
        this.step(`before ${key.split("/")[0]}`);
        const created = await staged.commit(key);
        this.step(`after ${key.split("/")[0]}`);
        return created;
      },
      abort: () => staged.abort(),
    };
  }
}

function bound(store: ObjectStore): ObjectStore {
  return {
    put: (key, body) => store.put(key, body),
    putFile: (key, path) => store.putFile(key, path),
    stage: () => store.stage(),
    get: (key, range) => store.get(key, range),
    stream: (key, range) => store.stream(key, range),
    head: (key) => store.head(key),
    list: (prefix) => store.list(prefix),
    delete: (key) => store.delete(key),
    localPath: (key) => store.localPath(key),
  };
}
