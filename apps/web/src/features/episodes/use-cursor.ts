"use client";
import { useEffect, useRef, useState } from "react";

/** The row the keys act on; -1 is none yet. It goes back to none when the list becomes another one. */
export function useCursor(listKey: string, total: number, reveal: (index: number) => void) {
  const [cursor, setCursor] = useState(-1);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) setCursor(-1);
    isFirst.current = false;
  }, [listKey]);
  return {
    cursor: cursor < total ? cursor : -1,
    setCursor,
    move: (by: number): number => {
      if (total === 0) return -1;
      const next = cursor === -1 ? 0 : Math.min(total - 1, Math.max(0, cursor + by));
      setCursor(next);
      reveal(next);
      return next;
    },
  };
}

export type Cursor = ReturnType<typeof useCursor>;
