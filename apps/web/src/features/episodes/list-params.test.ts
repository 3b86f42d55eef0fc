import { describe, expect, test } from "vitest";
import { episodeListInput } from "@retake/trpc/schemas";
import { createLoader } from "nuqs/server";
import { filterOf, hasFilter, listParsers, nextSort } from "./list-params.ts";

const load = createLoader(listParsers);

describe("the list's address", () => {
  test("an empty address is the whole list, newest first, as a table", () => {
    const params = load("");
    expect(params).toMatchObject({ sort: "newest", view: "table", q: null });
    expect(filterOf(params)).toEqual({});
    expect(hasFilter(params)).toBe(false);
  });

  test("every filter in the address reaches the server under its own name", () => {
    const params = load(
      "?q=red+cube&dataset=lerobot.pusht&robot=so101&task=lift&outcome=none&label=slip&status=completed&source=import",
    );
    expect(filterOf(params)).toEqual({
      q: "red cube",
      dataset: "lerobot.pusht",
      robot: "so101",
      task: "lift",
      outcome: "none",
      label: "slip",
      status: "completed",
      source: "import",
    });
  });

  test("days become the moments that bound them, which the server accepts", () => {
    const filter = filterOf(load("?from=2026-11-01&to=2026-11-02"));
    const length = Date.parse(filter.to ?? "") - Date.parse(filter.from ?? "");
    expect(length).toBe(2 * 86_400_000 - 1);
    expect(episodeListInput.safeParse({ workspace: "w", ...filter }).success).toBe(true);
  });

  test("a value nobody knows is as if it were not there", () => {
    const params = load("?outcome=maybe&sort=colour&from=2026-13-99&to=yesterday&view=wall&status=");
    expect(filterOf(params)).toEqual({});
    expect(params).toMatchObject({ sort: "newest", view: "table" });
  });

  test("white space alone is not a search", () => {
    expect(hasFilter(load("?q=%20%20"))).toBe(false);
  });
});

describe("sorting by a column's head", () => {
  test("goes first order, second order, back to newest", () => {
    expect(nextSort("newest", "-duration", "duration", "newest")).toBe("-duration");
    expect(nextSort("-duration", "-duration", "duration", "newest")).toBe("duration");
    expect(nextSort("duration", "-duration", "duration", "newest")).toBe("newest");
  });

  test("results go back to relevance", () => {
    expect(nextSort(null, "-duration", "duration", null)).toBe("-duration");
    expect(nextSort("duration", "-duration", "duration", null)).toBeNull();
  });

  test("a column of one order goes back at once", () => {
    expect(nextSort("name", "name", null, "newest")).toBe("newest");
  });
});
