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

/** Over one kept-alive connection. */
export function askOverHttp({ url, token }: TestableHouse): SearchAsk {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return {
    async search(query) {
      const body = JSON.stringify({ query, limit: 20 });
      const answer = await fetch(`${url}/api/v1/sessions/search`, { method: "POST", headers, body });
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
    },
    async graph() {
      const answer = await fetch(`${url}/api/v1/sessions/similarity-graph`, { headers });
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
      return (await answer.arrayBuffer()).byteLength;
    },
  };
}
