import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Picture } from "./gate-lane.ts";
import { PictureGate, type GateEntry } from "./picture-gate.ts";

const FPS = 30;
/** As long as a camera may keep the others waiting. */
const LONG_MS = 2_000;

/** Cameras of one rate at one gate, on a clock that moves only when told. */
class Stage {
  nowMs = 0;
  open = 0;
  openMost = 0;
  late: readonly string[] = [];
  #alarms = new Map<number, { at: number; ring: () => void }>();
  #ids = 0;
  readonly gate = new PictureGate({
    now: () => this.nowMs,
    onLate: (topics) => (this.late = topics),
    after: (ms, ring) => {
      const id = ++this.#ids;
      this.#alarms.set(id, { at: this.nowMs + ms, ring });
      return () => void this.#alarms.delete(id);
    },
  });
  readonly shown: number[] = [];
  readonly drawn: number[] = [];
  readonly cameras: GateEntry[];

  constructor(count: number) {
    this.cameras = Array.from({ length: count }, (_, i) => {
      this.shown.push(-1);
      this.drawn.push(-1);
      return this.gate.join(`/cam${i}`, (frame) => (this.shown[i] = frame));
    });
  }

  offer(camera: number, frame: number): void {
    this.cameras[camera]?.offer(this.#picture(camera, frame));
  }

  /** All are asked for the same place, and have it. */
  allAt(frame: number): void {
    this.gate.turn();
    for (const i of this.cameras.keys()) this.offer(i, frame);
  }

  pass(ms: number): void {
    this.nowMs += ms;
    for (const [id, { at, ring }] of this.#alarms) {
      if (at > this.nowMs) continue;
      this.#alarms.delete(id);
      ring();
    }
  }

  get spread(): number {
    const kept = this.shown.filter((frame, i) => frame !== -1 && !this.late.includes(`/cam${i}`));
    return Math.max(...kept) - Math.min(...kept);
  }

  #picture(camera: number, frame: number): Picture {
    this.openMost = Math.max(this.openMost, ++this.open);
    let isClosed = false;
    return {
      frame,
      span: { from: frame / FPS, to: (frame + 1) / FPS },
      isGone: false,
      draw: () => {
        expect(isClosed).toBe(false);
        this.drawn[camera] = frame;
      },
      close: () => {
        expect(isClosed).toBe(false);
        isClosed = true;
        this.open -= 1;
      },
    };
  }
}

/** Per display frame and camera: how many pictures further its decoder is; 0 for none, less for one that was set back. */
const playing = (cameras: number) =>
  fc.array(
    fc.array(fc.constantFrom(-2, 0, 1, 1, 1, 1, 1, 2, 3), { minLength: cameras, maxLength: cameras }),
    {
      minLength: 1,
      maxLength: 40,
    },
  );

describe("PictureGate", () => {
  it("never shows two pictures more than one frame apart, whatever decoders drop or bring late, and keeps few", () => {
    fc.assert(
      fc.property(playing(3), (steps) => {
        const stage = new Stage(3);
        stage.allAt(10);
        const reached = [10, 10, 10];
        for (const step of steps) {
          for (const [i, further] of step.entries()) {
            if (further === 0) continue;
            reached[i] = (reached[i] ?? 0) + further;
            stage.offer(i, reached[i] ?? 0);
            expect(stage.spread).toBeLessThanOrEqual(1);
          }
          stage.pass(16);
          expect(stage.shown).toEqual(stage.drawn);
          expect(stage.open).toBeLessThanOrEqual(3 * 4);
        }
      }),
    );
  });

  it("is never stuck: once all cameras have come to one place, all show it", () => {
    fc.assert(
      fc.property(
        playing(3),
        fc.array(fc.constantFrom(0, 1, 2), { minLength: 3, maxLength: 3 }),
        (steps, order) => {
          const stage = new Stage(3);
          stage.allAt(10);
          const reached = [10, 10, 10];
          let furthest = 10;
          for (const [i, further] of steps.flatMap((step) => [...step.entries()])) {
            if (further === 0) continue;
            reached[i] = (reached[i] ?? 0) + further;
            stage.offer(i, reached[i] ?? 0);
            furthest = Math.max(furthest, ...reached);
          }
          const place = furthest + 1;
          for (const i of new Set([...order, 0, 1, 2])) stage.offer(i, place);
          expect(stage.shown).toEqual([place, place, place]);
          expect(stage.open).toBe(0);
          expect(stage.late).toEqual([]);
        },
      ),
    );
  });

  it("goes on although every camera drops pictures, each its own", () => {
    const stage = new Stage(3);
    stage.allAt(0);
    let changes = 0;
    for (let k = 1; k <= 300; k++) {
      const before = stage.shown.join();
      for (const i of [0, 1, 2]) if ((k + i) % 5 !== 0) stage.offer(i, k);
      changes += stage.shown.join() === before ? 0 : 1;
      expect(stage.spread).toBeLessThanOrEqual(1);
    }
    expect(changes).toBeGreaterThan(280);
  });

  it("shows a camera that is always some pictures ahead together with the others, from what has waited", () => {
    const stage = new Stage(2);
    stage.allAt(0);
    for (let k = 1; k <= 40; k++) {
      stage.offer(0, k + 3);
      stage.offer(1, k);
    }
    expect(stage.shown[1]).toBe(40);
    expect(stage.spread).toBeLessThanOrEqual(1);
    expect(stage.openMost).toBeLessThanOrEqual(2 * 5);
  });

  it("keeps what is on the screen at a seek until every camera has its picture of the new place, earlier or later", () => {
    const stage = new Stage(3);
    stage.allAt(200);
    for (const place of [50, 300, 299]) {
      const before = [...stage.shown];
      stage.gate.turn();
      stage.offer(2, place);
      stage.offer(0, place);
      expect(stage.shown).toEqual(before);
      stage.offer(1, place);
      expect(stage.shown).toEqual([place, place, place]);
    }
  });

  it("takes a picture that is there already for that of the place asked for", () => {
    const stage = new Stage(2);
    stage.allAt(7);
    stage.gate.turn();
    expect(stage.cameras[0]?.confirm(8)).toBe(false);
    expect(stage.cameras.map((camera) => camera.confirm(7))).toEqual([true, true]);
    stage.offer(0, 8);
    expect(stage.shown).toEqual([8, 7]);
  });

  it("goes on without a camera that stands still for long, says so, and takes it back when it is there again", () => {
    const stage = new Stage(3);
    stage.allAt(0);
    for (let k = 1; k <= 10; k++) for (const i of [0, 1]) stage.offer(i, k);
    expect(stage.shown).toEqual([1, 1, 0]);
    stage.pass(LONG_MS);
    expect(stage.late).toEqual(["/cam2"]);
    for (const i of [0, 1]) stage.offer(i, 20);
    expect(stage.shown).toEqual([20, 20, 0]);
    stage.offer(2, 12);
    expect([stage.shown[2], stage.late]).toEqual([12, ["/cam2"]]);
    stage.offer(2, 21);
    expect([stage.shown, stage.late]).toEqual([[20, 20, 21], []]);
  });

  it("waits for no camera that has never had a picture, that sits out or that has left", () => {
    const stage = new Stage(4);
    stage.gate.turn();
    for (const i of [0, 1, 2]) stage.offer(i, 5);
    expect(stage.shown).toEqual([5, 5, 5, -1]);
    stage.cameras[1]?.sitOut();
    stage.cameras[2]?.leave();
    stage.offer(0, 9);
    expect(stage.shown).toEqual([9, 5, 5, -1]);
    stage.gate.turn();
    stage.offer(0, 30);
    expect(stage.shown[0]).toBe(9);
    stage.offer(1, 30);
    expect(stage.shown).toEqual([30, 30, 5, -1]);
  });

  it("lets go of every picture", () => {
    fc.assert(
      fc.property(playing(3), (steps) => {
        const stage = new Stage(3);
        const reached = [0, 0, 0];
        for (const [i, further] of steps.flatMap((step) => [...step.entries()])) {
          reached[i] = (reached[i] ?? 0) + further;
          stage.offer(i, reached[i] ?? 0);
        }
        for (const camera of stage.cameras) camera.leave();
        stage.offer(0, 1);
        expect(stage.open).toBe(0);
      }),
    );
  });
});
