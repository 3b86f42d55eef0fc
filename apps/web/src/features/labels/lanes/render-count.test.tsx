// @vitest-environment happy-dom
import { addAnnotation, changeAnnotation, type EpisodeDocument } from "@retake/collab/document";
import { DEFAULT_LABEL_SCHEMA } from "@retake/collab/label-schema";
import { act, Profiler, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import * as Y from "yjs";
import { openDocument } from "@retake/collab/document";
import { FrameTimeline } from "../../replay/engine/frame-timeline.ts";
import { createLabelSession, type LabelSession } from "../session/label-session.ts";
import { LabelsContext, useLane } from "../session/labels-context.tsx";

function Lane({ id }: { id: string }) {
  return <p data-lane={id}>{useLane(id)?.visible.length}</p>;
}

function Notes({ session }: { session: LabelSession }) {
  const { fields } = session.parts;
  return <p>{useSyncExternalStore(fields.subscribe, fields.get).notes}</p>;
}

it("a teammate's change renders its own lane once and nothing else, however many labels there are", async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const timeline = FrameTimeline.uniform(6_000, 30);
  const playhead = { timeline, time: 0, frame: 0, seek: () => undefined };
  const durationS = (): number => 200;
  const session = createLabelSession({
    place: { workspace: "w", sessionId: "e", userId: "ada" },
    user: { id: "ada", name: "Ada" },
    playhead,
    durationS,
    canEdit: true,
  });
  session.lanes.start();
  session.parts.start();
  const theirs: EpisodeDocument = openDocument(new Y.Doc());
  const editing = {
    document: theirs,
    schema: DEFAULT_LABEL_SCHEMA,
    user: "bob",
    durationS: 200,
    now: () => 0,
  };
  const mine = session.room.document.doc;
  theirs.doc.on("update", (update: Uint8Array) => Y.applyUpdate(mine, update, "net"));
  const renders: Record<string, number> = {};
  const count = (id: string): void => void (renders[id] = (renders[id] ?? 0) + 1);
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  await act(async () =>
    root.render(
      <LabelsContext value={session}>
        {["subtask", "quality", "events"].map((id) => (
          <Profiler key={id} id={id} onRender={count}>
            <Lane id={id} />
          </Profiler>
        ))}
        <Profiler id="notes" onRender={count}>
          <Notes session={session} />
        </Profiler>
      </LabelsContext>,
    ),
  );
  let id = "";
  await act(async () => {
    id = addAnnotation(editing, { lane: "quality", label: "mistake", start: 1, end: 2 });
  });
  expect(renders).toEqual({ subtask: 1, quality: 2, events: 1, notes: 1 });
  for (let n = 1; n <= 20; n++) await act(async () => changeAnnotation(editing, id, { end: 2 + n / 30 }));
  expect(renders).toEqual({ subtask: 1, quality: 22, events: 1, notes: 1 });
  await act(async () => theirs.doc.transact(() => theirs.fields.set("notes", "slips at the end")));
  expect(renders).toEqual({ subtask: 1, quality: 22, events: 1, notes: 2 });
  await act(async () => root.unmount());
});
