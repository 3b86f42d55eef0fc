import { readConfig } from "@retake/core/config";
import { createSimilarityGraphs } from "@retake/trpc/similarity-graphs";
import { searchRecords } from "@retake/trpc/search-records";
import { createFront } from "@retake/web/streams";
import { openHouse, type House } from "../ours/house.ts";
import type { SearchAsk } from "./ask-search.ts";

/** A house with its front on a free port. */
export interface TestableHouse {
  house: House;
  url: string;
  token: string;
  /** The same without the socket, in this process. */
  inProcess: SearchAsk;
  /** A graph of which nothing is in memory. */
  coldGraph(): Promise<number>;
  /** A graph after one episode of it has changed. @param sessionId of that one */
  changedGraph(sessionId: string): Promise<number>;
  /** Everything that the first search would wait for is there. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

export async function openSearchHouse(folder: string): Promise<TestableHouse> {
  const house = await openHouse(folder);
  const { env, workspace, apiToken } = house;
  const front = createFront({
    ...readConfig(env),
    databaseUrl: env["DATABASE_URL"] ?? "",
    authSecret: env["AUTH_SECRET"] ?? "",
    nextUrl: null,
    port: 0,
  });
  const { url } = await front.start();
  const { services } = front;
  const byHand = wakeUpsByHand();
  const changing = createSimilarityGraphs({ db: house.db, signals: byHand });
  const reader = { userId: null, role: "viewer" } as const;
  return {
    house,
    url,
    token: apiToken,
    inProcess: {
      async search(query) {
        await searchRecords(services, workspace.id, reader, { query, limit: 20, offset: 0 });
      },
      graph: async () => (await services.search.graphs.get(workspace.id)).length,
    },
    async coldGraph() {
      const graphs = createSimilarityGraphs({ db: house.db, signals: services.signals });
      const { length } = await graphs.get(workspace.id);
      graphs.close();
      return length;
    },
    async changedGraph(sessionId) {
      byHand.wake(`${workspace.id}/${sessionId}`);
      return (await changing.get(workspace.id)).length;
    },
    async warm() {
      byHand.wake(workspace.id);
      await services.search.questions.warm();
      await services.search.vectors.get(workspace.id, await services.search.questions.space(workspace.id));
    },
    async close() {
      await front.stop();
      await house.close();
    },
  };
}

/** A listener that hears what it is told. */
function wakeUpsByHand() {
  const wakers: ((id: string) => void)[] = [];
  return {
    connected: true,
    on: (_: string, waker: (id: string) => void) => (wakers.push(waker), () => undefined),
    onGap: () => () => undefined,
    wake: (id: string) => wakers.forEach((waker) => waker(id)),
  };
}
