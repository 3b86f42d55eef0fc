import { describe, expect, test } from "vitest";
import type { DataMessage, TopicDeclaration } from "@retake/protocol/messages";
import { TopicTable } from "@retake/protocol/topic-table";

function declaration(topic: string, more: Partial<TopicDeclaration> = {}): TopicDeclaration {
  return { topic, data_type: "float32[]", shape: null, names: null, units: null, ...more };
}

function floats(topic: string, count: number): DataMessage {
  const data = new Float32Array(count);
  return { type: "message", seq: 9, topic, timestamp: 0, frame_index: null, data_type: "float32[]", data };
}

describe("TopicTable", () => {
  test("a message of other dimensions or type is refused alone, under its number", () => {
    const table = new TopicTable();
    table.declare([declaration("/a", { shape: [2, 3] })]);
    expect(table.check(floats("/a", 6)).type).toBe("message");
    expect(table.check(floats("/a", 5))).toMatchObject({ type: "refused", seq: 9, code: "schema_mismatch" });
    const words = { ...floats("/a", 6), data_type: "string", data: "abcdef" } as DataMessage;
    expect(table.check(words)).toMatchObject({ type: "refused", code: "schema_mismatch" });
  });

  test("a first message declares its topic", () => {
    const table = new TopicTable();
    expect(table.check(floats("/new", 4)).type).toBe("message");
    expect(table.check(floats("/new", 5)).type).toBe("refused");
    expect(table.get("/new")).toEqual(declaration("/new", { shape: [4] }));
  });

  test("a declaration may say more than before, never something else", () => {
    const table = new TopicTable();
    expect(table.declare([declaration("/a")])).toHaveLength(1);
    expect(table.declare([declaration("/a", { shape: [2], names: ["x", "y"] })])).toHaveLength(1);
    expect(table.declare([declaration("/a", { shape: [2] })])).toHaveLength(0);
    expect(table.get("/a")).toEqual(declaration("/a", { shape: [2], names: ["x", "y"] }));
    for (const other of [{ data_type: "float64[]" }, { shape: [3] }, { names: ["y", "x"] }] as const) {
      expect(() => table.declare([declaration("/a", other as Partial<TopicDeclaration>)])).toThrow(
        "something else",
      );
    }
  });

  test("takes all declarations of a frame or none", () => {
    const table = new TopicTable();
    table.declare([declaration("/a")]);
    const frame = [declaration("/b"), declaration("/a", { data_type: "image" })];
    expect(() => table.declare(frame)).toThrow("something else");
    expect(table.get("/b")).toBeUndefined();
  });

  test("holds 256 topics, however they come", () => {
    const table = new TopicTable();
    table.declare(Array.from({ length: 255 }, (_, i) => declaration(`/${i}`)));
    expect(table.check(floats("/last", 1)).type).toBe("message");
    expect(table.check(floats("/more", 1))).toMatchObject({ type: "refused", code: "too_many_topics" });
    expect(() => table.declare([declaration("/more")])).toThrow("256 topics");
    expect(table.declarations).toHaveLength(256);
  });
});
