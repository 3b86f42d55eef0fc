/**
 * Cohen's kappa of two raters over the same items: (observed - expected) / (1 - expected), where expected is the agreement of two raters who draw
 * their labels by chance, each with their own frequencies (Cohen 1960, "A coefficient of agreement for nominal scales").
 * @returns -1 to 1; null without items, and where both gave every item one and the same label: chance alone explains that
 */
export function cohensKappa(a: readonly string[], b: readonly string[]): number | null {
  const total = a.length;
  if (total === 0 || total !== b.length) return null;
  const counts = new Map<string, [number, number]>();
  let equal = 0;
  for (const [i, label] of a.entries()) {
    const other = b[i] ?? "";
    if (label === other) equal++;
    countOf(counts, label)[0]++;
    countOf(counts, other)[1]++;
  }
  let expected = 0;
  for (const [mine, theirs] of counts.values()) expected += (mine / total) * (theirs / total);
  return expected >= 1 ? null : (equal / total - expected) / (1 - expected);
}

function countOf(counts: Map<string, [number, number]>, label: string): [number, number] {
  let pair = counts.get(label);
  if (pair === undefined) counts.set(label, (pair = [0, 0]));
  return pair;
}
