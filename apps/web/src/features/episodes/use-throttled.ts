"use client";
import { useEffect, useRef, useState } from "react";

/**
 * Follows a value at most once in `intervalMs`, and always reaches its last one.
 * Dragging the scroll bar across 100,000 rows then asks for a few pages, not for all of them.
 */
export function useThrottled<Value>(value: Value, intervalMs: number): Value {
  const [followed, setFollowed] = useState(value);
  const lastAt = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, lastAt.current + intervalMs - performance.now());
    const timer = setTimeout(() => {
      lastAt.current = performance.now();
      setFollowed(value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value, intervalMs]);
  return followed;
}
