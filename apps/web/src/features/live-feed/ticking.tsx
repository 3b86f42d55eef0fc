"use client";
import { useEffect, useRef } from "react";
import { useEvent } from "../../ui/use-event.ts";

/** Words that change with time alone, written once a second without rendering. */
export function Ticking({ words, className }: { words: () => string; className?: string }) {
  const place = useRef<HTMLSpanElement>(null);
  const write = useEvent((): void => {
    if (place.current !== null) place.current.textContent = words();
  });
  useEffect(() => {
    write();
    const timer = setInterval(write, 1_000);
    return () => clearInterval(timer);
  }, [write]);
  useEffect(write);
  return <span ref={place} className={className} />;
}
