import { DEFAULT_LABEL_SCHEMA, labelSchemaSchema } from "@retake/collab/label-schema";
import { expect, it } from "vitest";
import { idFor, withClass, withNewClass, withNewLane, withoutLane } from "./edit-schema.ts";

it("gives ids that are free, plain and never empty", () => {
  expect(idFor("Pick up!", [])).toBe("pick_up");
  expect(idFor("Pick up", ["pick_up", "pick_up_2"])).toBe("pick_up_3");
  expect(idFor("把手", [])).toBe("class");
  expect(idFor("Öffnen", [])).toBe("offnen");
});

it("every edit leaves a schema that the server takes", () => {
  const lane = withNewLane(DEFAULT_LABEL_SCHEMA, "Left hand");
  const added = withNewClass(withNewClass(lane, "left_hand", "Hold"), "left_hand", "Hold");
  expect(added.classes.slice(-2).map(({ id, hotkey, colour }) => [id, hotkey, colour])).toEqual([
    ["hold", "1", 0],
    ["hold_2", "2", 1],
  ]);
  const moved = withClass(added, "hold_2", { hotkey: "1", name: "Hold on" });
  expect(moved.classes.slice(-2).map(({ hotkey }) => hotkey)).toEqual([null, "1"]);
  for (const schema of [lane, added, moved, withoutLane(moved, "subtask")])
    expect(labelSchemaSchema.safeParse(schema).success).toBe(true);
});
