import { createHttpAsk } from "../measure/http-ask.ts";
import type { TestableHouse } from "./search-house.ts";

/** Questions that nobody asked before: the number makes each another text, and means nothing. */
export function freshQuestion(n: number): string {
  const texts = [
    "pick up the red cube and put it into the box",
    "failed insertion of the peg, longer than 12 s",
    "second grasp of a cup by so101",
    "wiping the table with a towel, highest reward first",
    "two bolts sorted against the wall",
    "open the drawer slowly",
    "it tried the grasp again",
    "camera shook while it pushed",
  ];
  return `${texts[n % texts.length] ?? ""} number${n}x`;
}

export interface SearchAsk {
  search(query: string): Promise<void>;
  graph(): Promise<number>;
}

/** Over one kept-alive connection, by a client that costs next to nothing. */
export function askOverHttp({ url, token }: TestableHouse): SearchAsk & { close(): void } {
  const http = createHttpAsk({ port: Number(new URL(url).port), prefix: "", token });
  return {
    async search(query) {
      await http.call("POST", "/api/v1/sessions/search", JSON.stringify({ query, limit: 20 }));
    },
    graph: async () => (await http.call("GET", "/api/v1/sessions/similarity-graph")).byteLength,
    close: () => http.close(),
  };
}
