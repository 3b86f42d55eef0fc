"use client";
import { useEffect } from "react";

/**
 * Names the page after what it shows, once that is known; until then, and for null, it has the name of its address.
 * By hand: a page's `metadata` is made on the server, which reads nothing for a page.
 */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = `${title} · Retake`;
  }, [title]);
}
