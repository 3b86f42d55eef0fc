import { ModelError } from "./model-error.ts";

/** 50 vectors of 3,072 numbers as text are 4 MB. */
const BYTES_MAX = 32 << 20;

/** `fetch` that reads no more than 32 MB of an answer, and follows no redirect: the key goes where it was meant to go. */
export async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: "error" });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > BYTES_MAX) throw new ModelError("malformed", { detail: `more than ${BYTES_MAX} bytes` });
    chunks.push(chunk);
  }
  const hasBody = response.status !== 204 && response.status !== 304;
  return new Response(hasBody ? Buffer.concat(chunks) : null, {
    status: response.status,
    headers: response.headers,
  });
}
