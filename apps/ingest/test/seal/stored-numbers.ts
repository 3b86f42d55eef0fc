import type { Db } from "@retake/db";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";
import { CAMERA, kindOf, STATE, WORDS } from "./recorded-session.ts";

/** The numbers of all samples that a reader finds, by kind, in the order found: content says which number it had. */
export async function storedNumbers(
  db: Db,
  store: ObjectStore,
  episodeId: string,
): Promise<{ state: number[]; words: number[]; picture: number[]; mark: number[] }> {
  const segments = await db.prisma.segment.findMany({ where: { episodeId }, orderBy: { part: "asc" } });
  const reader = openTelemetryReader({ store });
  const found = {
    state: [] as number[],
    words: [] as number[],
    picture: [] as number[],
    mark: [] as number[],
  };
  for (const segment of segments) {
    for (const { name, values, t, blob } of await reader.read([segment])) {
      for (let row = 0; row < t.length; row++) {
        if (name === STATE) found.state.push(Number(values[row * 3]));
        if (name === WORDS) found.words.push(Number(String(values[row]).slice("word ".length)));
        if (name === CAMERA) {
          const key = (segment.blobs as Record<string, string>)[CAMERA] ?? "";
          const start = blob!.offset[row]!;
          const bytes = await store.get(key, { start, end: start + blob!.length[row]! });
          found.picture.push(Number(/picture (\d+)/.exec(Buffer.from(bytes).toString("latin1"))![1]));
        }
      }
    }
  }
  reader.close();
  const marks = await db.prisma.episodeMark.findMany({
    where: { episodeId },
    orderBy: { serverTime: "asc" },
  });
  found.mark = marks.filter(({ key }) => key.startsWith("s")).map(({ key }) => Number(key.slice(1)));
  return found;
}

/** What a whole recording of numbers below `nextSeq` holds. */
export function sentNumbers(nextSeq: number): Awaited<ReturnType<typeof storedNumbers>> {
  const seqs = Array.from({ length: nextSeq - 1 }, (_, i) => i + 1);
  const of = (kind: string): number[] => seqs.filter((seq) => kindOf(seq) === kind);
  return { state: of("state"), words: of("words"), picture: of("picture"), mark: of("mark") };
}

/** All objects of an episode, and those that its rows name. */
export async function objectsOf(
  db: Db,
  store: ObjectStore,
  episodeId: string,
): Promise<{ stored: string[]; named: string[] }> {
  const stored: string[] = [];
  for (const folder of ["seg", "frames"]) {
    for await (const { key } of store.list(`${folder}/${episodeId.slice(0, 2)}/${episodeId}/`))
      stored.push(key);
  }
  const segments = await db.prisma.segment.findMany({ where: { episodeId } });
  const named = segments.flatMap(({ key, clockKey, blobs }) => [
    key,
    ...(clockKey === null ? [] : [clockKey]),
    ...Object.values(blobs as Record<string, string>),
  ]);
  return { stored: stored.toSorted(), named: named.toSorted() };
}
