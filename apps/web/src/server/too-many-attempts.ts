const WAIT = /[?&]error=rate_limited(?:%3A|:)(\d+)/i;

/**
 * next-auth answers all refusals alike; one for too many attempts says so in its status too, and when to come back. A form without
 * scripts is sent on as before.
 */
export async function asTooManyAttempts(response: Response): Promise<Response> {
  const location = response.headers.get("location");
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  if (location === null && (response.status !== 401 || !isJson)) return response;
  const body = location === null ? await response.text() : null;
  const seconds = WAIT.exec(location ?? body ?? "")?.[1];
  const headers = new Headers(response.headers);
  if (seconds !== undefined) headers.set("retry-after", seconds);
  const status = seconds !== undefined && location === null ? 429 : response.status;
  return new Response(body, { status, headers });
}
