import { afterEach, expect, test, vi } from "vitest";
import { createPeopleBoard, type PeopleBoard } from "../src/presence/people-board.ts";
import { PRESENCE_LIMITS } from "../src/presence/limits.ts";

afterEach(() => void vi.useRealTimers());

/** Some processes and what goes between them. */
function processes(count: number): { boards: PeopleBoard[]; said: string[]; silence: Set<number> } {
  const ears: ((payload: string) => void)[] = [];
  const said: string[] = [];
  const silence = new Set<number>();
  const boards = Array.from({ length: count }, (_, i) =>
    createPeopleBoard({
      signals: { on: (_channel, wake) => (ears.push(wake), () => undefined), onGap: () => () => undefined },
      publish: (payload) => {
        if (silence.has(i)) return;
        said.push(payload);
        ears.forEach((hear) => hear(payload));
      },
    }),
  );
  return { boards, said, silence };
}

test("a process that falls silent takes its people with it; one that comes is told who is there", () => {
  vi.useFakeTimers();
  const { boards, silence } = processes(2);
  const [a, b] = boards as [PeopleBoard, PeopleBoard];
  a.put({ workspaceId: "lab", userId: "ann", open: "one" });
  vi.advanceTimersByTime(PRESENCE_LIMITS.tellMs);
  expect(b.list("lab")).toEqual([{ userId: "ann", open: ["one"], selected: [] }]);
  silence.add(0);
  vi.advanceTimersByTime(5 * PRESENCE_LIMITS.pulseMs);
  expect(b.list("lab")).toEqual([]);
  expect(a.list("lab")).toHaveLength(1);
  boards.forEach((board) => board.close());
});

test("many changes at once are one word to the others", () => {
  vi.useFakeTimers();
  const { boards, said } = processes(1);
  const before = said.length;
  for (let i = 0; i < 1_000; i += 1)
    boards[0]!.put({ workspaceId: "lab", userId: "ann", selected: [`${i}`] })();
  boards[0]!.put({ workspaceId: "lab", userId: "ann", open: "one" });
  vi.advanceTimersByTime(PRESENCE_LIMITS.tellMs);
  expect(said.length - before).toBe(1);
  boards.forEach((board) => board.close());
});
