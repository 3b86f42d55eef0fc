/**
 * Lets the work of one key go one after another, that of different keys side by side.
 * pg-boss limits the jobs of a group too, but two of its pollers may look at the same moment and both see none running.
 */
export function createTurns(): (key: string, work: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<void>>();
  return async (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work);
    const settled = mine.catch(() => undefined);
    last.set(key, settled);
    try {
      await mine;
    } finally {
      if (last.get(key) === settled) last.delete(key);
    }
  };
}
