import { describe, expect, test } from "vitest";
import { findClusters, nameClusters } from "../../src/clusters.ts";
import { mergeTree } from "../../src/clusters/merge-tree.ts";
import { growPlaneTree, nearestInPlane } from "../../src/clusters/plane-tree.ts";
import { exactNeighbours } from "../../src/neighbours/exact-neighbours.ts";
import { seededRandom } from "../../src/neighbours/seeded-random.ts";

/** Points about centres on a grid 10 apart, and some strewn over it all. */
function makeMap(
  groups: number,
  each: number,
  strewn = 0,
  seed = 3,
): { layout: Float32Array; group: number[] } {
  const random = seededRandom(seed);
  const normal = (): number => random() + random() + random() + random() - 2;
  const side = Math.ceil(Math.sqrt(groups));
  const layout: number[] = [];
  const group: number[] = [];
  for (let n = 0; n < groups * each; n++) {
    const own = n % groups;
    layout.push(10 * (own % side) + normal(), 10 * Math.floor(own / side) + normal());
    group.push(own);
  }
  for (let n = 0; n < strewn; n++) {
    layout.push(10 * side * random() - 5, 10 * side * random() - 5);
    group.push(-1);
  }
  return { layout: Float32Array.from(layout), group };
}

describe("findClusters", () => {
  test("finds groups that lie apart, whole, largest first", () => {
    const { layout, group } = makeMap(7, 60);
    const { label, clusters } = findClusters(layout);
    expect(clusters.map(({ id, count }) => [id, count])).toEqual(
      Array.from({ length: 7 }, (_, id) => [id, 60]),
    );
    for (let own = 0; own < 7; own++)
      expect(new Set(label.filter((_, row) => group[row] === own)).size).toBe(1);
  });

  test("leaves out most of what is strewn between them", () => {
    const { layout, group } = makeMap(5, 200, 60);
    const { label, clusters } = findClusters(layout);
    expect(clusters).toHaveLength(5);
    const out = group.filter((own, row) => own === -1 && label[row] === -1).length;
    expect(out).toBeGreaterThan(40);
    expect(label.filter((id, row) => group[row] !== -1 && id === -1).length).toBeLessThan(30);
  });

  test("groups of different density are found alike", () => {
    const { layout } = makeMap(2, 150);
    const scaled = layout.map((value, i) => ((i >> 1) % 2 === 0 ? value / 20 : value));
    expect(findClusters(scaled).clusters.map(({ count }) => count)).toEqual([150, 150]);
  });

  test("a small map's groups of five are groups too", () => {
    const sizes = [15, 7, 5, 5];
    const random = seededRandom(3);
    const layout = sizes.flatMap((size, own) =>
      Array.from({ length: size }, () => [
        9 * (own % 2) + 4 * random(),
        9 * (own >> 1) + 4 * random(),
      ]).flat(),
    );
    const { clusters } = findClusters(Float32Array.from(layout));
    expect(clusters.map(({ count }) => count)).toEqual(sizes);
  });

  test("a name stands at a member, also of a ring", () => {
    const random = seededRandom(1);
    const ring = Float32Array.from({ length: 400 }, (_, i) => {
      const angle = ((i >> 1) / 200) * 2 * Math.PI;
      return (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) * 5 + random() / 10;
    });
    const { clusters } = findClusters(ring);
    for (const { x, y } of clusters) expect(Math.hypot(x, y)).toBeGreaterThan(4);
  });

  test("a map that nothing divides is one cluster, too small a one none", () => {
    const even = Float32Array.from({ length: 800 }, (_, i) =>
      i % 2 === 0 ? (i >> 1) % 20 : Math.floor((i >> 1) / 20),
    );
    expect(findClusters(even).clusters).toMatchObject([{ id: 0, count: 400 }]);
    expect(findClusters(new Float32Array(200).fill(3)).clusters).toMatchObject([{ count: 100, x: 3, y: 3 }]);
    for (const few of [0, 1, 3])
      expect(findClusters(new Float32Array(2 * few))).toEqual({
        label: new Int32Array(few).fill(-1),
        clusters: [],
      });
  });

  test("points without a place belong to none", () => {
    const { layout } = makeMap(3, 40);
    layout.set([Number.NaN, 0], 0);
    layout.set([Infinity, 0], 2);
    const { label, clusters } = findClusters(layout);
    expect([...label.subarray(0, 2)]).toEqual([-1, -1]);
    expect(clusters).toHaveLength(3);
  });

  test("there are never more than can be named", () => {
    const { layout } = makeMap(100, 30);
    expect(findClusters(layout).clusters).toHaveLength(40);
    expect(findClusters(layout, { clustersMax: 200 }).clusters).toHaveLength(100);
    expect(findClusters(layout, { clustersMax: 10 }).clusters.length).toBeLessThanOrEqual(10);
  });

  test("a point is compared with few others, however many there are", () => {
    const reads = (each: number): number => {
      const { layout } = makeMap(25, each);
      const tree = growPlaneTree(layout);
      let count = 0;
      const counted = new Proxy(layout, { get: (target, key) => (count++, target[Number(key)]) });
      for (let point = 0; point < 100; point++)
        nearestInPlane({ ...tree, layout: counted }, point, new Int32Array(12), new Float32Array(12));
      return count / 100;
    };
    expect(reads(800)).toBeLessThan(1.5 * reads(100));
  });

  test("20,000 points are grouped, the same each time", () => {
    const { layout } = makeMap(25, 800);
    const found = findClusters(layout);
    expect(found.clusters).toHaveLength(25);
    expect(found.clusters.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(19_000);
    expect(findClusters(layout)).toEqual(found);
  });
});

test("the plane's tree finds exactly the nearest", () => {
  const random = seededRandom(9);
  for (const points of [1, 2, 13, 500]) {
    const layout = Float32Array.from({ length: points * 2 }, () => Math.floor(random() * 30));
    const tree = growPlaneTree(layout);
    const truth = exactNeighbours({ rows: points, dims: 2, data: layout }, 7);
    for (let point = 0; point < points; point++) {
      const [index, squared] = [new Int32Array(7), new Float32Array(7)];
      nearestInPlane(tree, point, index, squared);
      expect(squared.map(Math.sqrt)).toEqual(truth.distance.subarray(point * 7, point * 7 + 7));
    }
  }
});

test("every point joins once, at rising distances", () => {
  const { layout } = makeMap(4, 50, 20);
  const { left, right, distance, size, points } = mergeTree(layout);
  expect(left).toHaveLength(points - 1);
  expect(new Set([...left, ...right]).size).toBe(2 * (points - 1));
  // Weights are sorted in 2^30 steps.
  for (let n = 1; n < distance.length; n++)
    expect(distance[n]!).toBeGreaterThanOrEqual(distance[n - 1]! * (1 - 1e-6));
  expect(size[2 * points - 2]).toBe(points);
});

describe("nameClusters", () => {
  const clusters = (label: number[]): Parameters<typeof nameClusters>[0] => ({
    label: Int32Array.from(label),
    clusters: [...new Set(label)]
      .filter((id) => id >= 0)
      .sort((a, b) => a - b)
      .map((id) => ({ id, x: 0, y: 0, count: 1 })),
  });

  test("says what members share and others do not, not what everybody has", () => {
    const facts = [0, 0, 0, 1, 1, 1].map((own) => [
      "so101",
      own === 0 ? "push the cube" : "reach for the cube",
    ]);
    expect(nameClusters(clusters([0, 0, 0, 1, 1, 1]), facts)).toEqual([
      "push the cube",
      "reach for the cube",
    ]);
  });

  test("two clusters of one task bear its name and are told apart by what else they share", () => {
    const rows = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2];
    const facts = rows.map((own) => [
      own === 2 ? "reach" : "pick",
      ...(own === 1 ? ["two grasps"] : []),
      ...(own === 0 ? ["short"] : []),
    ]);
    expect(nameClusters(clusters(rows), facts)).toEqual(["pick · short", "pick · two grasps", "reach"]);
    const alone = facts.map(([, ...others]) => ["pick", ...others]);
    expect(nameClusters(clusters(rows), alone).slice(0, 2), "the only task says nothing").toEqual([
      "short",
      "two grasps",
    ]);
    const both = rows.map((own, n) => [
      own === 2 ? "reach" : "pick",
      own === 1 || n === 0 ? "failed" : "succeeded",
    ]);
    const names = nameClusters(clusters(rows), both);
    expect(new Set(names).size).toBe(3);
    expect(names[1]).toBe("pick · failed");
    expect(names[2]).toContain("reach");
  });

  test("names are never empty and never the same, whatever is known", () => {
    expect(nameClusters(clusters([0, 1, 2]), [[], [""], []])).toEqual(["Group 1", "Group 2", "Group 3"]);
    const same = nameClusters(clusters([0, 1, 2, -1]), [["a"], ["a"], ["a"], ["a"]]);
    expect(same).toEqual(["a", "a 2", "a 3"]);
    expect(nameClusters(clusters([]), [])).toEqual([]);
    expect(nameClusters(clusters([-1, -1]), [["a"], ["b"]])).toEqual([]);
  });

  test("a fact of a few members is not the cluster's name", () => {
    const facts = Array.from({ length: 20 }, (_, n) =>
      n === 0 ? ["rare", "common"] : n < 10 ? ["common"] : ["other"],
    );
    const rows = Array.from({ length: 20 }, (_, n) => (n < 10 ? 0 : 1));
    expect(nameClusters(clusters(rows), facts)).toEqual(["common", "other"]);
  });
});
