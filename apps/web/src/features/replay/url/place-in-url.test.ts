import { describe, expect, it } from "vitest";
import { listQuery, readListView } from "./list-filter.ts";
import { readPlace, writePlace } from "./place-in-url.ts";

const params = (text: string): URLSearchParams => new URLSearchParams(text);

describe("the place in an episode's URL", () => {
  it("is read in seconds with milliseconds, and written back the same", () => {
    const place = readPlace(params("?t=12.345&from=3&to=4.5"));
    expect(place).toEqual({ t: 12.345, loop: { from: 3, to: 4.5 } });
    expect(writePlace(params(""), place).toString()).toBe("t=12.345&from=3&to=4.5");
  });

  it("ignores what is not a number and ranges that run backwards", () => {
    expect(readPlace(params("?t=abc&from=5&to=2"))).toEqual({ t: null, loop: null });
    expect(readPlace(params("?t=NaN&from=Infinity&to=1e9"))).toEqual({ t: null, loop: null });
  });

  it("keeps the list's filters, also its dates", () => {
    const search = "q=cube&outcome=failure&from=2026-01-01T00%3A00%3A00Z";
    const next = writePlace(params(search), { t: 1, loop: null });
    expect(next.get("q")).toBe("cube");
    expect(next.get("from")).toBe("2026-01-01T00:00:00Z");
    expect(writePlace(params("from=3&to=4"), { t: null, loop: null }).toString()).toBe("");
  });
});

describe("the list an episode was opened from", () => {
  it("is read from the URL without the place, and unreadable filters are left out", () => {
    const view = readListView(params("?q=cube&outcome=maybe&source=live&sort=-reward&t=3&from=1&to=2"));
    expect(view).toEqual({
      filter: { source: "live" },
      sort: "-reward",
      ask: { kind: "query", query: "cube" },
    });
    expect(listQuery(view)).toBe("?q=cube&source=live&sort=-reward");
    expect(listQuery(readListView(params("")))).toBe("");
    expect(readListView(params("?label=&robot=%20&outcome=&from=")).filter).toEqual({});
    expect(listQuery(readListView(params("?like=a,b&by=motion&t=3")))).toBe("?like=a%2Cb&by=motion");
  });
});
