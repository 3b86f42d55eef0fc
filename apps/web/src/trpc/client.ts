import { createTRPCClient, createWSClient, httpBatchLink, splitLink, wsLink } from "@trpc/client";
import type { AppRouter } from "@retake/trpc/router";
import { reconnectDelay } from "./reconnect-delay.ts";

/** Context of a query whose input may be longer than an address: it is sent as a body. */
export const IN_BODY = { inBody: true };

/**
 * Queries and mutations go over HTTP in batches, subscriptions over one WebSocket that opens with the first and closes after the last.
 * Browser only: the addresses are relative to the page.
 */
export function createClient() {
  const socket = createWSClient({
    url: () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/trpc`,
    lazy: { enabled: true, closeMs: 5_000 },
    keepAlive: { enabled: true },
    retryDelayMs: (attempt) => reconnectDelay(attempt),
  });
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: wsLink({ client: socket }),
        false: splitLink({
          condition: ({ context }) => context["inBody"] === true,
          true: httpBatchLink({ url: "/api/trpc", methodOverride: "POST" }),
          false: httpBatchLink({ url: "/api/trpc", maxURLLength: 8_000 }),
        }),
      }),
    ],
  });
}
