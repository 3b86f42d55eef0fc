export type Ask = (to: string, init?: RequestInit) => Promise<Response>;

export interface Row {
  topic: string;
  timestamp: number;
  data: unknown;
  image_path: string | null;
}

const PAGE_ROWS = 10_000;

/** All rows of a session as REST tells them, page by page; none of one that does not exist. */
export async function readSession(ask: Ask, sessionId: string, from?: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (let next: number | null | undefined = from; next !== null;) {
    const response = await ask(`/api/v1/sessions/${sessionId}/seek`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ limit: PAGE_ROWS, ...(next === undefined ? {} : { start_time: next }) }),
    });
    if (response.status === 404) return [];
    if (response.status !== 200) throw await fault(`seek in ${sessionId}`, response);
    for (const row of (await response.json()) as Row[]) rows.push(row);
    const told = response.headers.get("x-next-time");
    next = told === null ? null : Number(told);
  }
  return rows;
}

/** The bytes of a picture, where its row says they are. */
export async function readPicture(ask: Ask, path: string): Promise<Uint8Array> {
  const response = await ask(path);
  if (response.status !== 200) throw await fault(path, response);
  return new Uint8Array(await response.arrayBuffer());
}

async function fault(what: string, response: Response): Promise<Error> {
  return new Error(`${what}: HTTP ${response.status} ${await response.text()}`);
}
