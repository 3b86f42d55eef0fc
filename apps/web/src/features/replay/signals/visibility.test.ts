import { describe, expect, it } from "vitest";
import {
  DEFAULT_VISIBILITY,
  isTopicShown,
  parseVisibility,
  showDims,
  shownDims,
  toggleDim,
  toggleTopic,
} from "./visibility.ts";

describe("what the signals show", () => {
  it("starts with every robot signal, no bookkeeping, and no more lines than can be told apart", () => {
    expect(isTopicShown(DEFAULT_VISIBILITY, "/observation/state")).toBe(true);
    expect(isTopicShown(DEFAULT_VISIBILITY, "/frame_index")).toBe(false);
    expect(shownDims(DEFAULT_VISIBILITY, "/action", 44)).toHaveLength(12);
    expect(shownDims(DEFAULT_VISIBILITY, "/action", 6)).toHaveLength(6);
  });

  it("toggles topics and dimensions there and back", () => {
    const off = toggleTopic(DEFAULT_VISIBILITY, "/action");
    expect(isTopicShown(off, "/action")).toBe(false);
    expect(isTopicShown(toggleTopic(off, "/action"), "/action")).toBe(true);
    const without = toggleDim(DEFAULT_VISIBILITY, "/action", 3, 1);
    expect(shownDims(without, "/action", 3)).toEqual([0, 2]);
    expect(shownDims(toggleDim(without, "/action", 3, 1), "/action", 3)).toEqual([0, 1, 2]);
    expect(shownDims(showDims(without, "/action", 44, [20, 21]), "/action", 44)).toEqual([20, 21]);
  });

  it("survives being stored, and stored nonsense is the default", () => {
    const changed = toggleDim(DEFAULT_VISIBILITY, "/action", 3, 1);
    expect(parseVisibility(JSON.stringify(changed))).toEqual(changed);
    for (const text of [null, "", "null", "7", "[]", '{"hiddenTopics":3}', "{"]) {
      expect(parseVisibility(text)).toBe(DEFAULT_VISIBILITY);
    }
  });
});
