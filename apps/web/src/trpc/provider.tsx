"use client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { createClient } from "./client.ts";
import { isSignedOut, shouldRetry } from "./errors.ts";
import { TRPCProvider } from "./use-trpc.ts";

/** A login that ended while the page was open: back to the sign-in page, and from there to here again. */
function leaveIfSignedOut(error: unknown): void {
  if (!isSignedOut(error) || location.pathname === "/signin" || location.pathname.startsWith("/invite/")) {
    return;
  }
  location.assign(`/signin?callbackUrl=${encodeURIComponent(location.pathname + location.search)}`);
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveIfSignedOut }),
    mutationCache: new MutationCache({ onError: leaveIfSignedOut }),
    defaultOptions: {
      // Asked also while the browser says it is offline: the server may be this machine, or in the laboratory's own network.
      queries: {
        networkMode: "always",
        staleTime: 30_000,
        retry: shouldRetry,
        refetchOnWindowFocus: true,
        refetchOnReconnect: true,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

/** One query cache and one connection for the life of the page. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [trpcClient] = useState(createClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
