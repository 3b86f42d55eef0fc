import { expect, it } from "vitest";
import { readSimilar, writeSimilar } from "./similar-in-url.ts";
import { createSimilarStore } from "./similar-store.ts";

const params = (text: string): URLSearchParams => new URLSearchParams(text);

it("the tab and what is looked for stand in the address and come back from it; the rest of the address stays", () => {
  const store = createSimilarStore();
  const there = (): URLSearchParams => writeSimilar(params("t=1&q=cube"), store.get());
  expect(there().get("similar")).toBe("all");
  store.change({ by: "motion" });
  expect(readSimilar(there())).toEqual({ what: "episode", by: "motion" });
  store.change({
    what: "stretch",
    stretch: { topic: "/arm:left/state", dim: 2, from: 1.25, to: 3.5 },
    shapeOnly: false,
    inDataset: true,
  });
  const { what, stretch, shapeOnly, inDataset } = store.get();
  expect(readSimilar(there())).toEqual({ what, stretch, shapeOnly, inDataset });
  expect(there().get("q")).toBe("cube");
  expect(writeSimilar(there(), null).toString()).toBe("t=1&q=cube");
});

it("of what makes no sense, the tab is all that is opened", () => {
  for (const text of [
    "stretch",
    "stretch:x:1:2::/a",
    "stretch:0:5:2::/a",
    "stretch:0.5:1:2::/a",
    "stretch:0:1:2",
  ])
    expect(readSimilar(params(`similar=${text}`))).toEqual({ what: "stretch" });
  expect([readSimilar(params("")), readSimilar(params("similar=everything"))]).toEqual([null, null]);
});
