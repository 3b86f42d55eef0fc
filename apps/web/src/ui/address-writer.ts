/** Browsers refuse more than about 100 changes of the address in 30 s. */
const WRITE_AFTER_MS = 200;

/**
 * Keeps the query of this page's address what `change` makes of it, once nothing has happened for a moment; adds nothing to the history, and
 * leaves the address of the next page alone.
 */
export function createAddressWriter(change: (params: URLSearchParams) => URLSearchParams): {
  soon: () => void;
  stop: () => void;
} {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const { pathname } = location;
  const write = (): void => {
    if (location.pathname !== pathname) return;
    const params = new URLSearchParams(location.search);
    const next = change(params);
    if (next.toString() === params.toString()) return;
    const search = next.size === 0 ? "" : `?${next.toString()}`;
    window.history.replaceState(window.history.state, "", `${pathname}${search}${location.hash}`);
  };
  return {
    soon() {
      clearTimeout(timer);
      timer = setTimeout(write, WRITE_AFTER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
