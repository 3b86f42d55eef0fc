/** Items that each have up to `width` texts, by number of the text; -1 where there is none. */
export interface TextFields {
  width: number;
  /** items × width */
  texts: Int32Array;
}

/**
 * One score per item from the scores of its texts, as `fieldScore` says; -Infinity where none of them has a score, or where the item is left out.
 * @param scores by number of the text
 * @param hasScore by number of the text, 1 or 0
 * @param isAllowed by item, 1 or 0
 */
export function scoreFields(
  { width, texts }: TextFields,
  scores: Float32Array,
  hasScore: Uint8Array,
  isAllowed: Uint8Array,
): Float32Array {
  const found = new Float32Array(texts.length / width).fill(-Infinity);
  for (let item = 0; item < found.length; item += 1) {
    if (isAllowed[item] !== 1) continue;
    let [best, sum, count] = [-Infinity, 0, 0];
    for (let at = item * width; at < (item + 1) * width; at += 1) {
      const text = texts[at]!;
      if (text < 0 || hasScore[text] !== 1) continue;
      best = Math.max(best, scores[text]!);
      sum += scores[text]!;
      count += 1;
    }
    if (count > 0) found[item] = 0.7 * best + (0.3 * sum) / count;
  }
  return found;
}

/** Which of an item's texts has the highest score. */
export function bestField(
  { width, texts }: TextFields,
  scores: Float32Array,
  hasScore: Uint8Array,
  item: number,
): number {
  let [best, found] = [-Infinity, 0];
  for (let field = 0; field < width; field += 1) {
    const text = texts[item * width + field]!;
    if (text >= 0 && hasScore[text] === 1 && scores[text]! > best) [best, found] = [scores[text]!, field];
  }
  return found;
}
