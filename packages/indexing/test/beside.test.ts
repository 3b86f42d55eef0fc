import { expect, test } from "vitest";
import { createBeside } from "../src/run/beside.ts";
import { DueList, type NamedWork } from "../src/run/due-work.ts";
import { Waker } from "../src/run/waker.ts";

function setUp() {
  const due = new DueList();
  const waker = new Waker();
  const done: NamedWork[] = [];
  let told: (() => void) | null = null;
  const beside = createBeside({
    due,
    waker,
    signal: new AbortController().signal,
    settleMs: 1,
    collect: async () => undefined,
    run: async (work) => {
      done.push(work);
      told?.();
    },
  });
  const ran = (): Promise<void> => new Promise((resolve) => (told = resolve));
  return { due, waker, done, beside, ran };
}

test("what is named while a job runs is done before the job ends, whole workspaces wait; its answer or failure is the job's", async () => {
  const { due, waker, done, beside, ran } = setUp();
  let end: (answer: string) => void = () => undefined;
  const result = beside(new Promise<string>((resolve) => (end = resolve)));
  due.addEpisodes("far");
  const first = ran();
  due.addEpisodes("lab/new");
  waker.wake();
  await first;
  expect(done).toEqual([{ workspaceId: "lab", named: { ids: [], sessionIds: ["new"] } }]);
  const second = ran();
  due.addEpisode("far", "id");
  waker.wake();
  await second;
  expect(done[1]).toEqual({ workspaceId: "far", named: { ids: ["id"], sessionIds: [] } });
  end("laid out");
  expect(await result).toBe("laid out");
  // Both are gone through once more: a quick pass leaves pictures and summaries.
  expect([due.take(), due.take()]).toEqual([
    { workspaceId: "far", named: null },
    { workspaceId: "lab", named: null },
  ]);
  await expect(beside(Promise.reject(new Error("no memory")))).rejects.toThrow("no memory");
});
