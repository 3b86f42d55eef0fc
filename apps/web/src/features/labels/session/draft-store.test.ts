import { annotationsOf } from "@retake/collab/document";
import { Awareness } from "y-protocols/awareness";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { FrameTimeline } from "../../replay/engine/frame-timeline.ts";
import { createPresence, type DraftSpan, type Presence } from "../room/presence.ts";
import { draftEdge, dragEdge } from "./drag.ts";
import { addAll } from "./edit.ts";
import { createLabelSession, type LabelSession } from "./label-session.ts";

function sit(): LabelSession {
  const timeline = FrameTimeline.uniform(101, 10);
  const session = createLabelSession({
    place: { workspace: "w", sessionId: "e", userId: "ada" },
    user: { id: "ada", name: "Ada" },
    playhead: { timeline, time: 0, frame: 0, seek: () => undefined },
    durationS: () => 10.1,
    canEdit: true,
  });
  session.lanes.start();
  session.parts.start();
  return session;
}

const span = (id: string, start: number, end: number): DraftSpan => ({ id, start, end });

describe("a drag", () => {
  it("is shown on its way as what letting go makes of it, the neighbour that follows included", () => {
    for (const [lane, label] of [
      ["subtask", "grasp"],
      ["quality", "mistake"],
    ] as const)
      for (const edge of ["start", "end"] as const)
        for (const to of [-1, 0.44, 1, 2.31, 3.02, 4.9, 7, 99]) {
          const session = sit();
          const touching = [
            [1, 3],
            [3, 5],
            [5, 6],
          ] as const;
          addAll(
            session,
            touching.map(([start, end]) => ({ lane, label, start, end })),
          );
          const middle = annotationsOf(session.room.document)[1]!;
          const drafts = draftEdge(session, middle.id, edge, to);
          dragEdge(session, middle.id, edge, to);
          for (const { id, start, end } of drafts)
            expect(session.lanes.shown(id)).toMatchObject({ start, end });
          const unmoved = annotationsOf(session.room.document).filter(
            ({ id }) => !drafts.some((draft) => draft.id === id),
          );
          for (const { start, end } of unmoved) expect(touching).toContainEqual([start, end]);
        }
  });

  it("changes nothing until it is let go, and is told until what came of it is stored", () => {
    const { drafts, room } = sit();
    const { save } = room;
    save.opened();
    save.synced();
    const before = Y.encodeStateVector(room.document.doc);
    drafts.hold([span("one", 1, 2)]);
    drafts.hold([span("one", 1, 3)]);
    expect(drafts.of("one")).toEqual({ ...span("one", 1, 3), who: null });
    expect(Y.encodeStateVector(room.document.doc)).toEqual(before);
    save.changed();
    save.sent();
    drafts.release();
    expect([drafts.of("one"), drafts.told]).toEqual([undefined, [span("one", 1, 3)]]);
    save.stored(1);
    expect(drafts.told).toEqual([]);
    // Let go where it was: there is nothing to wait for.
    drafts.hold([span("two", 1, 2)]);
    drafts.release();
    expect(drafts.told).toEqual([]);
  });

  it("of somebody else is seen with their name, of one's own other tab too, and goes when they go", () => {
    const presence = createPresence();
    const awareness = new Awareness(new Y.Doc());
    const leave = presence.attach(awareness, "ada");
    const say = (client: number, id: string, draft: DraftSpan[]): void => {
      const user = { id, name: id, colour: "#112233" };
      const rest = { t: 0, playing: false, rate: 1, sel: null, view: null, following: null, typing: false };
      const state: Presence = { user, ...rest, draft };
      awareness.states.set(client, state);
      awareness.emit("change", [{ added: [client], updated: [], removed: [] }, "net"]);
    };
    say(7, "bob", [span("one", 1, 2)]);
    say(8, "ada", [span("two", 3, 4)]);
    expect([...presence.drafts.get().values()].map(({ id, who }) => [id, who.name])).toEqual([
      ["one", "bob"],
      ["two", "ada"],
    ]);
    say(7, "bob", []);
    expect([...presence.drafts.get().keys()]).toEqual(["two"]);
    awareness.states.delete(8);
    awareness.emit("change", [{ added: [], updated: [], removed: [8] }, "net"]);
    expect(presence.drafts.get().size).toBe(0);
    leave();
    awareness.destroy();
  });
});
