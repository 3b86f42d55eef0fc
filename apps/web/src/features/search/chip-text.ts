/** Where in the query a chip's words stand: characters, `from` included, `to` not. */
export interface CharRange {
  from: number;
  to: number;
}

export type Part<Chip> =
  | { kind: "chip"; chip: Chip; from: number; to: number }
  | { kind: "words"; from: number; to: number };

/** The query cut at its chips, in order, without a gap. A chip that overlaps one before it, or lies outside of the text, is left out. */
export function partsOf<Chip extends CharRange>(text: string, chips: readonly Chip[]): Part<Chip>[] {
  const parts: Part<Chip>[] = [];
  let at = 0;
  for (const chip of chips.toSorted((a, b) => a.from - b.from)) {
    if (chip.from < at || chip.to <= chip.from || chip.to > text.length) continue;
    if (chip.from > at) parts.push({ kind: "words", from: at, to: chip.from });
    parts.push({ kind: "chip", chip, from: chip.from, to: chip.to });
    at = chip.to;
  }
  if (at < text.length) parts.push({ kind: "words", from: at, to: text.length });
  return parts;
}

/** The query without a chip's words, and without the gap or the lonely comma they leave. */
export function withoutRange(text: string, { from, to }: CharRange): string {
  const before = text.slice(0, from).trimEnd();
  const after = text.slice(to).trimStart();
  if (before === "" || after === "") return `${before}${after}`.replace(/^[\s,;]+|[\s,;]+$/g, "");
  const glue = /^[,;]/.test(after) ? (/[,;]$/.test(before) ? after.slice(1).trimStart() : after) : null;
  return glue === null ? `${before} ${after}` : `${before}${glue === after ? "" : " "}${glue}`;
}

/** The words of the chip that ends at the caret, but for blanks, with the gap before them; null where none does. */
export function lastChipEndingAt(text: string, chips: readonly CharRange[], caret: number): CharRange | null {
  const end = text.slice(0, caret).trimEnd().length;
  const chip = chips.find(({ to }) => to === end);
  if (chip === undefined) return null;
  return { from: text.slice(0, chip.from).replace(/[\s,;]+$/, "").length, to: caret };
}

/** What chips recognised in `before` are in `after`, until the new text is understood: those the edit did not touch, moved along. */
export function carryChips<Chip extends CharRange>(
  chips: readonly Chip[],
  before: string,
  after: string,
): Chip[] {
  if (before === after) return [...chips];
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const moved = after.length - before.length;
  return chips.flatMap((chip) => {
    if (chip.to <= head) return [chip];
    if (chip.from >= before.length - tail) return [{ ...chip, from: chip.from + moved, to: chip.to + moved }];
    return [];
  });
}
