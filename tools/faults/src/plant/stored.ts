import type { Db } from "@retake/db";
import { CAMERA } from "../robots/content.ts";
import { type Ledger, markHash } from "../robots/ledger.ts";
import { until } from "../until.ts";

/** Waits until the worker has stored every session whole. */
export async function untilStored(db: Db, ledgers: readonly Ledger[]): Promise<void> {
  const names = ledgers.map(({ sessionId }) => sessionId);
  let left = names.length;
  await until(
    () => `${left} sessions more are stored`,
    async () => {
      const done = await db.prisma.recording.count({
        where: { finished: true, episode: { sessionId: { in: names }, status: "completed" } },
      });
      left = names.length - done;
      return left === 0;
    },
  );
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

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
