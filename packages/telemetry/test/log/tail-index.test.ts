import fc from "fast-check";
import { expect, test } from "vitest";
import type { RecordPlace } from "../../src/log/scan-file.ts";
import { TailIndex } from "../../src/log/tail-index.ts";

interface Entry {
  seq: number;
  end: number;
  place: RecordPlace;
}

/** Records of 0 (a mark, a close) to 3 numbers, in files of 1 to 5 records. */
const entries = fc
  .tuple(
    fc.integer({ min: 1, max: 2 ** 40 }),
    fc.array(fc.record({ count: fc.nat(3), isNewFile: fc.boolean(), length: fc.nat(100) }), {
      maxLength: 40,
    }),
  )
  .map(([first, list]) => {
    let [seq, file, offset] = [first, 1, 40];
    return list.map(({ count, isNewFile, length }): Entry => {
      if (isNewFile) [file, offset] = [file + 1, 40];
      const place = { file, offset, length: length + 1 };
      offset += length + 9;
      const begin = seq;
      seq += count;
      return { seq: begin, end: seq, place };
    });
  });

test("the index of a session answers as a plain list of its records would", () => {
  fc.assert(
    fc.property(entries, fc.nat(130), fc.nat(130), fc.nat(20), (list, from, span, dropped) => {
      const index = new TailIndex();
      for (const { seq, end, place } of list) index.add(seq, end, place);
      index.dropBefore(dropped);
      const kept = list.filter(({ place }) => place.file >= dropped);
      const first = kept[0]?.seq ?? 1;
      const [fromSeq, toSeq] = [first + from - 5, first + from - 5 + span];
      const holding = kept.filter(({ seq, end }) => (seq >= fromSeq || end > fromSeq) && seq < toSeq);
      expect(index.from(fromSeq, toSeq)).toEqual(holding.map(({ place }) => place));
      expect(index.begin).toBe(kept[0]?.seq ?? null);
      expect(index.empty).toBe(kept.length === 0);
      for (let file = 1; file < 20; file++) {
        expect(index.endIn(file)).toBe(kept.findLast(({ place }) => place.file === file)?.end ?? null);
      }
      for (const { place } of kept) {
        expect(index.around(place.file, place.offset, place.offset + place.length)).toEqual(place);
        expect(index.around(place.file, place.offset, place.offset + place.length + 1)).toBeNull();
      }
    }),
  );
});
