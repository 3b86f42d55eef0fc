import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

const EVERY_MS = 50;

/** Settles once the URL answers with a status below `limit`, by default anything but a server error, or the child has ended. */
export async function answers(url: string, signal: AbortSignal, limit = 500): Promise<void> {
  while (!signal.aborted) {
    const response = await fetch(url, { redirect: "manual", signal }).catch(() => null);
    await response?.body?.cancel();
    if (response !== null && response.status < limit) return;
    await delay(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Settles once the child says so over its channel. */
export function saysReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.on("message", (message) => message === "ready" && resolve()));
}
