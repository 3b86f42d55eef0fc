import { describe, expect, it } from "vitest";
import type { CameraHealth } from "./buffer-policy.ts";
import type { CameraTrack, ClockFace } from "./camera-track.ts";
import { FrameTimeline } from "./frame-timeline.ts";
import { Player } from "./player.ts";

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A display and a clock that move only when told. */
class Stage {
  nowMs = 0;
  #callbacks = new Map<number, () => void>();
  #ids = 0;
  readonly frames = {
    request: (callback: () => void): number => {
      this.#callbacks.set(++this.#ids, callback);
      return this.#ids;
    },
    cancel: (id: number): void => void this.#callbacks.delete(id),
  };
  readonly now = (): number => this.nowMs;

  async run(ms: number): Promise<void> {
    for (const until = this.nowMs + ms; this.nowMs < until;) {
      this.nowMs += 10;
      const due = [...this.#callbacks.values()];
      this.#callbacks.clear();
      for (const callback of due) callback();
      await settled();
    }
  }
}

class FakeTrack implements CameraTrack {
  readonly topic: string;
  readonly log: string[] = [];
  shownFrame = -1;
  running: ClockFace | null = null;
  state: CameraHealth | null = { readyState: 4, aheadS: 9, restS: 9 };
  starved = false;
  disposed = false;
  gate: Promise<void> = Promise.resolve();

  constructor(topic: string) {
    this.topic = topic;
  }
  async show(t: number): Promise<void> {
    await this.gate;
    this.shownFrame = Math.round(t * 10);
    this.log.push(`show ${t.toFixed(1)}`);
  }
  start(clock: ClockFace): Promise<void> {
    this.running = clock;
    this.log.push("start");
    return Promise.resolve();
  }
  runningAt(): null {
    return null;
  }
  stop(): void {
    this.running = null;
  }
  tick(): void {}
  health(): CameraHealth | null {
    return this.state;
  }
  takeStarved(): boolean {
    const { starved } = this;
    this.starved = false;
    return starved;
  }
  dispose(): void {
    this.disposed = true;
  }
}

async function setup(options: { count?: number; tracks?: number } = {}) {
  const stage = new Stage();
  const timeline = FrameTimeline.uniform(options.count ?? 101, 10);
  const player = new Player({ timeline, now: stage.now, frames: stage.frames });
  const tracks = Array.from({ length: options.tracks ?? 2 }, (_, i) => new FakeTrack(`/cam${i}`));
  for (const track of tracks) player.addTrack(track);
  await settled();
  return { stage, player, tracks };
}

describe("Player", () => {
  it("steps exactly one and ten frames, over every frame and not past the ends", async () => {
    const { player, tracks } = await setup({ count: 25 });
    for (let k = 1; k < 25; k++) {
      player.step(1);
      expect(player.frame).toBe(k);
    }
    player.step(1);
    expect(player.frame).toBe(24);
    player.step(-10);
    expect(player.frame).toBe(14);
    player.step(-99);
    expect(player.frame).toBe(0);
    player.step(10);
    await settled();
    expect(tracks.map((track) => track.shownFrame)).toEqual([10, 10]);
  });

  it("starts no camera and no clock before every camera shows the sought frame", async () => {
    const { stage, player, tracks } = await setup();
    let open = (): void => {};
    tracks[1]!.gate = new Promise((resolve) => (open = resolve));
    player.seek(3);
    player.play();
    await stage.run(300);
    expect(tracks.map((track) => track.running)).toEqual([null, null]);
    expect(player.time).toBe(3);
    open();
    await settled();
    await stage.run(300);
    expect(tracks.every((track) => track.running !== null)).toBe(true);
    expect(player.time).toBeGreaterThan(3.2);
  });

  it("goes to the latest place when asked for many while a seek is under way", async () => {
    const { player, tracks } = await setup({ tracks: 1 });
    tracks[0]!.log.length = 0;
    for (let t = 1; t <= 9; t += 0.5) player.seek(t);
    await settled();
    expect(tracks[0]!.log.at(-1)).toBe("show 9.0");
    expect(tracks[0]!.log.length).toBeLessThanOrEqual(2);
  });

  it("plays to the last frame, stops there, and begins anew on play", async () => {
    const { stage, player, tracks } = await setup({ count: 11 });
    player.play();
    await settled();
    await stage.run(1_500);
    expect(player.getState().playing).toBe(false);
    expect(player.frame).toBe(10);
    expect(tracks.map((track) => track.shownFrame)).toEqual([10, 10]);
    player.play();
    await settled();
    expect(player.frame).toBe(0);
  });

  it("loops between in and out for ever", async () => {
    const { stage, player } = await setup();
    player.setLoop({ from: 2, to: 3 });
    player.seek(2.5);
    player.play();
    await settled();
    for (let i = 0; i < 40; i++) {
      await stage.run(100);
      expect(player.time).toBeGreaterThanOrEqual(2);
      expect(player.time).toBeLessThanOrEqual(3);
    }
    expect(player.getState().playing).toBe(true);
  });

  it("stands still for all while one camera has no data, and goes on when each has enough", async () => {
    const { stage, player, tracks } = await setup();
    player.play();
    await settled();
    await stage.run(500);
    tracks[1]!.state = { readyState: 2, aheadS: 0, restS: 9 };
    await stage.run(50);
    const held = player.time;
    expect(player.getState().waitingFor).toEqual(["/cam1"]);
    expect(tracks.map((track) => track.running)).toEqual([null, null]);
    await stage.run(1_000);
    expect(player.time).toBe(held);
    tracks[1]!.state = { readyState: 3, aheadS: 1.2, restS: 9 };
    await stage.run(500);
    expect(player.getState().waitingFor).toEqual([]);
    expect(player.time).toBeGreaterThan(held + 0.3);
  });

  it("pauses on a whole frame", async () => {
    const { stage, player, tracks } = await setup();
    player.play();
    await settled();
    await stage.run(1_230);
    player.pause();
    await settled();
    expect(player.time).toBe(player.timeline.timeOf(player.frame));
    expect(tracks.map((track) => track.shownFrame)).toEqual([player.frame, player.frame]);
  });

  it("shows frame by frame above 4x, without letting any camera run", async () => {
    const { stage, player, tracks } = await setup();
    player.setRate(16);
    player.play();
    await settled();
    await stage.run(300);
    expect(tracks.some((track) => track.log.includes("start"))).toBe(false);
    expect(tracks[0]!.shownFrame).toBeGreaterThan(30);
    expect(tracks[0]!.shownFrame).toBe(tracks[1]!.shownFrame);
  });

  it("stops correcting and shows frame by frame when the machine cannot follow", async () => {
    const { stage, player, tracks } = await setup();
    player.play();
    await settled();
    for (let i = 0; i < 5; i++) {
      await stage.run(100);
      tracks[0]!.starved = true;
    }
    await stage.run(200);
    expect(player.getState().limited).toBe(true);
    const starts = tracks[0]!.log.filter((line) => line === "start").length;
    await stage.run(500);
    expect(tracks[0]!.log.filter((line) => line === "start").length).toBe(starts);
    expect(player.getState().playing).toBe(true);
  });

  it("tells the time on every display frame and its state only when that changes", async () => {
    const { stage, player } = await setup();
    let [ticks, changes] = [0, 0];
    player.onTick(() => (ticks += 1));
    player.subscribe(() => (changes += 1));
    player.play();
    await settled();
    await stage.run(2_000);
    expect(ticks).toBeGreaterThan(150);
    expect(changes).toBe(1);
  });

  it("says when the playhead rests, not while it moves", async () => {
    const { stage, player } = await setup();
    let rests = 0;
    player.onRest(() => (rests += 1));
    player.play();
    await settled();
    await stage.run(500);
    expect(rests).toBe(0);
    player.pause();
    expect(rests).toBe(1);
    player.step(1);
    expect(rests).toBe(2);
  });

  it("shows the pictures of a new place together, and says which camera the others went on without", async () => {
    const { stage, player } = await setup();
    const shown = [-1, -1];
    const offer = ["/left", "/right"].map((topic, i) => {
      const entry = player.gate.join(topic, (frame) => (shown[i] = frame));
      return (frame: number): void =>
        entry.offer({
          frame,
          span: { from: frame / 10, to: (frame + 1) / 10 },
          isGone: false,
          draw: () => undefined,
          close: () => undefined,
        });
    });
    for (const each of offer) each(0);
    player.seek(5);
    await settled();
    offer[0]?.(50);
    expect(shown).toEqual([0, 0]);
    offer[1]?.(50);
    expect(shown).toEqual([50, 50]);
    player.step(-10);
    await settled();
    offer[1]?.(40);
    stage.nowMs += 2_000;
    offer[1]?.(40);
    expect([shown, player.getState().late]).toEqual([[50, 40], ["/left"]]);
    offer[0]?.(40);
    expect([shown, player.getState().late]).toEqual([[40, 40], []]);
  });

  it("lets a camera join while playing, and leave", async () => {
    const { stage, player } = await setup();
    player.play();
    await settled();
    await stage.run(300);
    const late = new FakeTrack("/late");
    const remove = player.addTrack(late);
    await settled();
    await stage.run(100);
    expect(late.running).not.toBeNull();
    remove();
    expect(late.disposed).toBe(true);
    await stage.run(100);
    expect(player.getState().playing).toBe(true);
  });
});
