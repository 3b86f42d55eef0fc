import type { Db } from "@retake/db";
import { openObjectStore } from "@retake/telemetry/object-store";
import { CAMERA } from "../robots/content.ts";
import { type Ledger, markHash } from "../robots/ledger.ts";
import { until } from "../until.ts";
import type { Plant } from "./plant.ts";

/** What changes of a recording while it is stored. */
const RECORDING = { nextSeq: true, sealAskedSeq: true, sealedSeq: true, endedAt: true, finished: true };
const LOG_LENGTH_MAX = 4_000;

/**
 * Waits until the worker has stored every session whole.
 * @param plant whose processes must live meanwhile, and whose worker's log is told where it does not come to that
 */
export async function untilStored(
  db: Db,
  ledgers: readonly Ledger[],
  plant: Pick<Plant, "demandAlive" | "worker"> | null = null,
): Promise<void> {
  const names = ledgers.map(({ sessionId }) => sessionId);
  let left: object[] = [];
  await until(
    () => `all is stored, but for ${told(left)}\n${plant?.worker?.output().slice(-LOG_LENGTH_MAX) ?? ""}`,
    async () => {
      plant?.demandAlive();
      const found = await db.prisma.episode.findMany({
        where: { sessionId: { in: names } },
        select: { sessionId: true, status: true, warnings: true, recording: { select: RECORDING } },
      });
      const rows = new Map(found.map((row) => [row.sessionId, row]));
      left = names.flatMap((sessionId) => {
        const row = rows.get(sessionId) ?? { sessionId, status: "unknown", recording: null };
        return row.status === "completed" && row.recording?.finished === true ? [] : [row];
      });
      return left.length === 0;
    },
    () => told(left),
  );
}

function told(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value));
}

/**
 * What the rows of stored sessions say against their robots' books: counts, parts and marks.
 * @returns what differs, in words
 */
export async function rowFaults(db: Db, ledgers: readonly Ledger[]): Promise<string[]> {
  const faults: string[] = [];
  for (const ledger of ledgers) {
    const { sessionId } = ledger;
    const episode = await db.prisma.episode.findFirstOrThrow({
      where: { sessionId },
      include: { segments: true, marks: true, topics: true },
    });
    const expect = (what: string, is: unknown, meant: unknown): void => {
      if (is !== meant) faults.push(`${sessionId}: ${what} is ${String(is)}, not ${String(meant)}`);
    };
    const samples = ledger.hashes("sample").size;
    const frames = episode.topics.find(({ name }) => name === CAMERA)?.messageCount ?? 0;
    expect("messages of the episode", episode.totalMessages, samples);
    expect("messages of its topics", sum(episode.topics.map((topic) => topic.messageCount)), samples);
    expect("messages the robot was told", ledger.ended?.messages, samples);
    expect("pictures the robot was told", ledger.ended?.frames, frames);
    const parts = episode.segments.toSorted((a, b) => a.part - b.part);
    // Marks alone make no part.
    const lastSample = Math.max(0, ...ledger.hashes("sample").keys());
    const end = Number(parts.at(-1)?.nextSeq ?? 1);
    expect("its parts reach to its end", end > lastSample && end <= ledger.handed + 1, true);
    const marks = ledger.hashes("mark");
    expect("its marks", episode.marks.length, marks.size);
    for (const { key, time, text } of episode.marks) {
      expect(`mark ${key}`, markHash(time, text), marks.get(Number(key.slice(1))));
    }
  }
  return faults;
}

/**
 * Waits until what killed workers left behind is collected: then the store holds the parts that rows name, and nothing else.
 * @param folder of the store
 */
export async function untilTidy(db: Db, folder: string): Promise<void> {
  const store = openObjectStore(`file:${folder}`);
  let differing: string[] = [];
  await until(
    () => `the store holds what rows name and nothing else: ${differing.slice(0, 5).join(", ")}`,
    async () => {
      const stored = new Set<string>();
      for (const kind of ["seg/", "frames/"]) {
        for await (const { key } of store.list(kind)) stored.add(key);
      }
      const segments = await db.prisma.segment.findMany();
      const named = new Set(
        segments.flatMap(({ key, clockKey, blobs }) => [
          key,
          ...(clockKey === null ? [] : [clockKey]),
          ...Object.values(blobs as Record<string, string>),
        ]),
      );
      const orphans = [...stored].filter((key) => !named.has(key));
      const missing = [...named].filter((key) => !stored.has(key));
      differing = [...orphans, ...missing];
      return differing.length === 0;
    },
    () => differing.join(),
  );
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
