"use client";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { KeysProvider } from "../features/keys/keys-provider.tsx";
import { ApiProvider } from "../trpc/provider.tsx";
import { Toaster } from "../ui/toast.tsx";
import { TooltipProvider } from "../ui/tooltip.tsx";

export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      disableTransitionOnChange
      {...(nonce === undefined ? {} : { nonce })}
    >
      <ApiProvider>
        <NuqsAdapter>
          <TooltipProvider delayDuration={400}>
            <KeysProvider>{children}</KeysProvider>
          </TooltipProvider>
        </NuqsAdapter>
        <Toaster />
      </ApiProvider>
    </ThemeProvider>
  );
}
