import { addAnnotation, annotationsOf } from "@retake/collab/document";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { editing, EPISODE, eventually, visitors } from "./fixtures/rooms.ts";

let house: TestFront;
const { join, raw, leaveAll } = visitors(() => house);
beforeAll(async () => {
  house = await startTestFront();
});
afterEach(leaveAll);
afterAll(() => house.close());

test("reviewers look into what somebody labels blind, and change nothing of it; nobody else can, and REST never shows it", async () => {
  const annotator = join("annotator", { layer: "blind" });
  await eventually(() => annotator.provider.synced);
  const id = addAnnotation(editing(annotator), { lane: "subtask", label: "lift", start: 1, end: 2 });
  await eventually(() => annotator.isSaved());
  const layer = `blind:${annotator.user}`;
  const reviewer = join("owner", { layer });
  await eventually(() => annotationsOf(reviewer.document).length === 1);
  addAnnotation(editing(reviewer), { lane: "subtask", label: "place", start: 3, end: 4 });
  await eventually(() => reviewer.closes.length > 0);
  const { prisma } = house.db;
  expect((await prisma.annotation.findMany({ where: { layer } })).map((row) => row.id)).toEqual([id]);

  expect(await (await raw("viewer", { layer })).closed).toBe(4403);
  expect(await (await raw("annotator", { layer: `blind:${house.lab.people.owner.id}` })).closed).toBe(4403);
  for (const wrong of ["blind:", "blind:a/../b", "blinds", "main%23gold"])
    expect(await (await raw("owner", { layer: wrong })).closed, wrong).toBe(4404);
  for (const query of ["", `?layer=${layer}`, "?layer=gold"]) {
    const answer = await fetch(`${house.url}/api/v1/sessions/${EPISODE}/annotations${query}`, {
      headers: { authorization: `Bearer ${house.lab.tokens.all}` },
    });
    expect(await answer.text()).not.toContain(id);
  }
});
