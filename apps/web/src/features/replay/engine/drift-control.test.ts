import { describe, expect, it } from "vitest";
import { EventBudget, planCorrection } from "./drift-control.ts";

const frameS = 1 / 30;

describe("planCorrection", () => {
  it("leaves a camera within 0.6 frame alone", () => {
    expect(planCorrection({ errorS: 0.59 * frameS, frameS, rate: 1, playbackRate: 1 })).toEqual({
      kind: "keep",
    });
  });

  it("bends the speed by at most 0.8 to 1.25 of what was asked for", () => {
    const late = planCorrection({ errorS: 0.3, frameS, rate: 2, playbackRate: 2 });
    const early = planCorrection({ errorS: -0.3, frameS, rate: 2, playbackRate: 2 });
    expect(late).toEqual({ kind: "rate", playbackRate: 2.5 });
    expect(early).toEqual({ kind: "rate", playbackRate: 1.6 });
  });

  it("brings a bent camera closer than what bends one", () => {
    const errorS = 0.4 * frameS;
    expect(planCorrection({ errorS, frameS, rate: 1, playbackRate: 1 }).kind).toBe("keep");
    expect(planCorrection({ errorS, frameS, rate: 1, playbackRate: 1.2 })).toMatchObject({ kind: "rate" });
  });

  it("goes back to the plain speed once on time", () => {
    expect(planCorrection({ errorS: 0, frameS, rate: 1, playbackRate: 1.25 })).toEqual({
      kind: "rate",
      playbackRate: 1,
    });
  });

  it("seeks when more than 0.35 s off", () => {
    expect(planCorrection({ errorS: 0.36, frameS, rate: 1, playbackRate: 1 }).kind).toBe("seek");
    expect(planCorrection({ errorS: -0.36, frameS, rate: 0.1, playbackRate: 0.1 }).kind).toBe("seek");
  });

  it("brings a simulated late camera back without overshooting by a frame", () => {
    let [due, shown, playbackRate] = [1, 0.75, 1];
    for (let i = 0; i < 150; i++) {
      const plan = planCorrection({ errorS: due - shown, frameS, rate: 1, playbackRate });
      if (plan.kind === "rate") ({ playbackRate } = plan);
      due += frameS;
      shown += frameS * playbackRate;
      expect(shown - due).toBeLessThan(frameS);
    }
    expect(Math.abs(due - shown)).toBeLessThan(frameS);
  });
});

describe("EventBudget", () => {
  it("refuses what goes beyond the window's share and allows again later", () => {
    const budget = new EventBudget(2, 1_000);
    expect([budget.take(0), budget.take(10), budget.take(20)]).toEqual([true, true, false]);
    expect(budget.take(1_005)).toBe(true);
  });
});
