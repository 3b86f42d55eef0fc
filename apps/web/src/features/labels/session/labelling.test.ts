import { annotationsOf, resolveLanes } from "@retake/collab/document";
import { DEFAULT_LABEL_SCHEMA } from "@retake/collab/label-schema";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { FrameTimeline } from "../../replay/engine/frame-timeline.ts";
import { addAll } from "./edit.ts";
import { dragEdge } from "./drag.ts";
import { createLabelSession, type LabelSession } from "./label-session.ts";
import { chooseClass, commit, markIn, markMoment, markOut } from "./marks.ts";
import { reviewAll, reviewNext } from "./review.ts";
import {
  cancel,
  cycleEdge,
  mergeWithNext,
  neighbourOf,
  nudgeEdge,
  removeSelected,
  select,
  splitHere,
} from "./selection.ts";

const FPS = 10;

function sit(user = "ada", canEdit = true): LabelSession & { at: (frame: number) => void } {
  const timeline = FrameTimeline.uniform(101, FPS);
  let time = 0;
  const playhead = {
    timeline,
    get time() {
      return time;
    },
    get frame() {
      return timeline.frameAt(time);
    },
    seek: (t: number): void => void (time = timeline.clamp(t)),
  };
  const session = createLabelSession({
    place: { workspace: "w", sessionId: "e", userId: user },
    user: { id: user, name: user },
    playhead,
    durationS: () => 10.1,
    canEdit,
  });
  session.lanes.start();
  session.parts.start();
  return Object.assign(session, { at: (frame: number) => playhead.seek(timeline.timeOf(frame)) });
}

/** `reach 0–1, grasp 1–2` of a lane, as everybody sees it. */
function lane({ room }: LabelSession, id = "subtask"): string {
  const found = resolveLanes(DEFAULT_LABEL_SCHEMA, annotationsOf(room.document), 10.1).find(
    (one) => one.lane.id === id,
  );
  return (found?.visible ?? [])
    .map(({ label, start, end }) => `${label} ${start}${end === null ? "" : `–${end}`}`)
    .join(", ");
}

/** `[ 10 ] 20 1`: numbers beyond nine go to a frame, others are keys. */
function type(session: ReturnType<typeof sit>, keys: string): void {
  const does: Record<string, () => void> = {
    "[": () => markIn(session),
    "]": () => markOut(session),
    enter: () => commit(session),
    m: () => markMoment(session),
    esc: () => cancel(session),
    "\\": () => splitHere(session),
    "|": () => mergeWithNext(session),
    x: () => removeSelected(session),
    e: () => cycleEdge(session),
    left: () => nudgeEdge(session, -1),
    right: () => nudgeEdge(session, 1),
    undo: () => void session.undo.undo(),
    tab: () => {
      const next = neighbourOf(session, 1);
      if (next !== undefined) select(session, next);
    },
  };
  for (const key of keys.split(" ")) {
    if (key.startsWith("@")) session.at(Number(key.slice(1)));
    else if (does[key] === undefined) chooseClass(session, key);
    else does[key]();
  }
}

describe("with keys alone", () => {
  it("a segment is in, out and a class, in either order, and the next one goes on from its end", () => {
    const session = sit();
    type(session, "@0 [ @10 ] 1 @20 ] 2 3 @30 ] @40 ] enter");
    expect(lane(session)).toBe("reach 0–1, grasp 1–2, lift 2–3, reach 3–4");
  });

  it("the last segment reaches the end of the last frame", () => {
    const session = sit();
    type(session, "@90 [ @100 ] 4");
    expect(lane(session)).toBe("move 9–10.1");
  });

  it("escape lets go of one thing at a time and changes nothing", () => {
    const session = sit();
    type(session, "@0 [ @10 ] esc 1");
    expect(lane(session)).toBe("");
    expect(session.tool.get().from).toBeNull();
  });

  it("a selected label takes another class, is split, merged and removed", () => {
    const session = sit();
    type(session, "@0 [ @20 ] 1 @40 ] 2 esc @0 tab 3");
    expect(lane(session)).toBe("lift 0–2, grasp 2–4");
    type(session, "@10 \\");
    expect(lane(session)).toBe("lift 0–1, lift 1–2, grasp 2–4");
    type(session, "|");
    expect(lane(session)).toBe("lift 0–1, lift 1–4");
    type(session, "x");
    expect(lane(session)).toBe("lift 0–1");
  });

  it("arrows move an edge that is in hand, its neighbour follows, and the frame at it is shown", () => {
    const session = sit();
    type(session, "@0 [ @20 ] 1 @40 ] 2 esc @0 tab e e right right left");
    expect(lane(session)).toBe("reach 0–2.1, grasp 2.1–4");
    expect(session.playhead.frame).toBe(21);
  });

  it("an event lies at the playhead and a number says which", () => {
    const session = sit();
    type(session, "@33 m 2");
    expect(lane(session, "events")).toBe("slip 3.3");
  });

  it("those who may only look change nothing", () => {
    const session = sit("vera", false);
    type(session, "@0 [ @10 ] 1 m");
    expect(annotationsOf(session.room.document)).toEqual([]);
  });
});

it("a dragged edge stops a frame before it swallows its neighbour, so that dragging back restores it", () => {
  const session = sit();
  type(session, "@0 [ @20 ] 1 @40 ] 2");
  const [first] = session.lanes.lane("subtask")!.visible;
  for (const t of [2.5, 3.5, 9, 3, 2]) dragEdge(session, first!.id, "end", t);
  expect(lane(session)).toBe("reach 0–2, grasp 2–4");
});

it("suggestions wait: each is answered by one key, all of them are one step of undo", () => {
  const session = sit();
  const proposed = { lane: "subtask", origin: "rule", state: "proposed" } as const;
  addAll(session, [
    { ...proposed, label: "reach", start: 0, end: 1 },
    { ...proposed, label: "grasp", start: 1, end: 2 },
    { ...proposed, label: "lift", start: 2, end: 3 },
  ]);
  expect(lane(session)).toBe("");
  reviewNext(session, "accepted");
  reviewNext(session, "rejected");
  expect(lane(session)).toBe("reach 0–1");
  session.undo.undo();
  session.undo.undo();
  reviewAll(session, "accepted");
  expect(lane(session)).toBe("reach 0–1, grasp 1–2, lift 2–3");
  session.undo.undo();
  expect(lane(session)).toBe("");
});

it("undo is personal: what a teammate made and changed stays", () => {
  const [ada, bob] = [sit("ada"), sit("bob")];
  const meet = (): void => {
    const docs = [ada.room.document.doc, bob.room.document.doc] as const;
    Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]), "net");
    Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1]), "net");
  };
  type(ada, "@0 [ @10 ] 1");
  meet();
  type(bob, "@20 [ @30 ] 2");
  meet();
  type(ada, "undo undo undo");
  meet();
  expect(lane(ada)).toBe("grasp 2–3");
  expect(lane(bob)).toBe("grasp 2–3");
});
