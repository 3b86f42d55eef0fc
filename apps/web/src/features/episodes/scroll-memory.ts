const places = new Map<string, number>();

/** Where each list was left, by its address without its look, until the page is reloaded: going back returns to the same rows. */
export const scrollMemory = {
  get: (key: string): number => places.get(key) ?? 0,
  set: (key: string, scrolledPx: number): void => {
    places.set(key, scrolledPx);
  },
};
