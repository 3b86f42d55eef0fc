/** A binary or picture route that refused. `message` is for the person. */
export class RouteError extends Error {
  override readonly name = "RouteError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The bytes of one of the house's own routes. @throws RouteError with the server's words, where it gave any */
export async function fetchBinary(url: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(url, signal === undefined ? {} : { signal });
  if (response.ok) return response.arrayBuffer();
  throw new RouteError(response.status, await wordsOf(response));
}

async function wordsOf(response: Response): Promise<string> {
  try {
    const body = (await response.json()) as { error?: { message?: unknown } };
    if (typeof body.error?.message === "string") return body.error.message;
  } catch {
    // Not our JSON: a proxy's page, or nothing at all.
  }
  return `The server answered ${response.status}.`;
}
