import {
  addAnnotation,
  addThread,
  annotationsOf,
  changeAnnotation,
  mergeSegments,
  moveEdge,
  nudge,
  removeAnnotation,
  reply,
  setField,
  setTag,
  splitSegment,
  threadsOf,
  toggleReaction,
} from "@retake/collab/document";
import { DURATION_S, type Person } from "./people.ts";

/** Numbers below a bound, the same for a seed. */
export function draws(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Something one person does; times lie on frames of 30 per second. */
export function act(person: Person, draw: (below: number) => number): void {
  const { editing, document, user } = person;
  const frame = (): number => draw(DURATION_S * 30) / 30;
  const all = annotationsOf(document);
  const one = all[draw(Math.max(1, all.length))];
  const threads = threadsOf(document);
  const thread = threads[draw(Math.max(1, threads.length))];
  const writing = { document, user, now: editing.now };
  switch (draw(14)) {
    case 0:
    case 1:
    case 2: {
      const start = frame();
      addAnnotation(editing, {
        lane: "subtask",
        label: "grasp",
        start,
        end: Math.min(DURATION_S, start + 1 + draw(5)),
      });
      break;
    }
    case 3:
      addAnnotation(editing, { lane: "events", label: "slip", start: frame(), end: null });
      break;
    case 4:
      if (one) removeAnnotation(editing, one.id);
      break;
    case 5:
    case 6:
      if (one?.end) moveEdge(editing, one.id, draw(2) === 0 ? "start" : "end", frame());
      break;
    case 7:
      if (one?.end && one.end - one.start > 0.1) splitSegment(editing, one.id, (one.start + one.end) / 2);
      break;
    case 8: {
      const other = all.find((each) => each.lane === one?.lane && each.id !== one?.id && each.end !== null);
      if (one?.end && other) mergeSegments(editing, one.id, other.id);
      break;
    }
    case 9:
      if (one) nudge(editing, one.id, (draw(60) - 30) / 30);
      break;
    case 10:
      if (one) changeAnnotation(editing, one.id, { note: `note ${draw(100)}` });
      break;
    case 11:
      if (draw(2) === 0) person.undo.undo();
      else person.undo.redo();
      break;
    case 12:
      if (thread && draw(3) > 0) reply(writing, thread.id, "yes");
      else addThread(writing, { t: frame(), annotationId: null, text: `look @[${user}]` });
      if (thread?.comments[0]) toggleReaction(writing, thread.id, thread.comments[0].id, "👍");
      break;
    case 13:
      setField(document, "outcome", draw(2) === 0 ? "success" : "failure");
      setTag(document, `tag${draw(5)}`, draw(3) === 0 ? null : { user, at: editing.now() });
      break;
  }
}
