import type { EpisodeFacts, GripMove } from "@retake/ai/facts";
import { createDataset, createEpisode, createWorkspace, startTestDatabase } from "@retake/dev-env";
import { expect, test } from "vitest";
import { behaviourFacts } from "../src/map/behaviour-facts.ts";
import { loadClusterFacts } from "../src/map/cluster-facts.ts";

type Motion = NonNullable<EpisodeFacts["motion"]>;
type Move = Motion["grips"][number]["moves"][number];

function motionOf(moves: Partial<Move>[], more: Partial<Motion> = {}): Motion {
  const bare = { kind: "close", start: 1, end: 2, holds: true, missed: false, slippedAt: null } as const;
  const grip = { name: "gripper", topic: "/state", dim: 6, startsOpen: true, endsOpen: true };
  return {
    topic: "/state",
    isCommand: false,
    rows: 100,
    dims: 7,
    movers: [],
    movingDims: 5,
    bodies: [],
    grips: moves.length === 0 ? [] : [{ ...grip, moves: moves.map((move) => ({ ...bare, ...move })) }],
    movingShare: 1,
    pauses: [],
    idleHeadS: 0,
    idleTailS: 0,
    retries: [],
    endsStill: true,
    ...more,
  };
}
const open: { kind: GripMove["kind"] } = { kind: "open" };
const told = (motion: Motion | null, findings: EpisodeFacts["findings"] = []): string[] =>
  behaviourFacts({ motion, findings });

test("what a robot did is said in texts that episodes share", () => {
  expect(told(motionOf([{}, open]))).toEqual(["one grasp"]);
  expect(told(motionOf([{}, open, { slippedAt: 3 }, open]))).toEqual(["two grasps", "slip"]);
  const again = motionOf([{ holds: false, missed: true }, open, {}], { retries: [{ start: 3, end: 4 }] });
  expect(told(again)).toEqual(["one grasp", "missed grasp", "retry"]);
  expect(told(motionOf([{ holds: false }])), "a hand that pushes").toEqual(["no grasp"]);
  expect(told(motionOf(Array.from({ length: 5 }, () => ({ holds: null }))))).toEqual(["many grasps"]);
  expect(told(motionOf([]), [{ kind: "pause", start: 1, end: 3, text: "" }])).toEqual(["pause"]);
  expect(told(motionOf([], { movingDims: 0 }))).toEqual(["nothing moves"]);
  expect(told(null), "no signal tells").toEqual([]);
});

test("length and reward are long and high within a dataset, and only where they differ", async () => {
  const database = await startTestDatabase();
  const { db } = database;
  const { id: workspaceId } = await createWorkspace(db);
  const made = async (name: string, task: string, lengths: readonly number[]): Promise<string[]> => {
    const { id: datasetId } = await createDataset(db, { workspaceId, name });
    const ids: string[] = [];
    for (const [n, durationS] of lengths.entries()) {
      const data = { workspaceId, datasetId, task, durationS, totalReward: n % 2, robotType: "so101" };
      ids.push((await createEpisode(db, data)).id);
    }
    return ids;
  };
  const varied = await made("varied", "stack cups. ", [2, 10, 10, 10, 10, 10, 10, 30]);
  const alike = await made("alike", "fold", [100, 101, 102, 103, 104, 105, 106, 107]);
  const few = await made("few", "pour", [1, 50]);
  const [first] = varied;
  const motion = JSON.parse(JSON.stringify(motionOf([{}]))) as object;
  await db.prisma.episodeIndex.create({
    data: { episodeId: first!, workspaceId, basis: "test", facts: { motion, findings: [] } },
  });
  await db.prisma.episode.update({ where: { id: varied[7]! }, data: { totalReward: 9, outcome: "failure" } });

  const facts = await loadClusterFacts(db, [...few, ...varied, ...alike]);
  expect(facts[0]).toEqual(["pour", "so101", "few"]);
  expect(facts[2]).toEqual(["stack cups", "so101", "varied", "one grasp", "short"]);
  expect(facts[3]).toEqual(["stack cups", "so101", "varied"]);
  expect(facts[9]).toEqual(["stack cups", "so101", "failure", "varied", "long", "high reward"]);
  for (const list of facts.slice(10)) expect(list).toEqual(["fold", "so101", "alike"]);
  await database.close();
});
