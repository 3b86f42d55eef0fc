/** A stretch of time in which one text is in force. */
export interface TextSpan {
  from: number;
  to: number;
  text: string;
}

export interface TextLane {
  name: string;
  spans: TextSpan[];
  /** Texts of one moment each, instead of stretches. */
  isEvents: boolean;
}

interface LanguageRow {
  style: string | null;
  content: string;
  timestamp: number | null;
}

/**
 * The lanes of one text topic. A plain text holds until the next sample says otherwise.
 * LeRobot's language columns hold JSON lists of rows: `language_persistent` repeats the whole list in every sample, each row in force
 * from its own timestamp until the next row of its style; rows without a timestamp are events of the sample's moment.
 * @param t times of the samples, seconds
 * @param end where the last stretch ends
 */
export function textLanes(
  topic: string,
  t: ArrayLike<number>,
  values: readonly string[],
  end: number,
): TextLane[] {
  const parsed = values.map(languageRows);
  if (parsed.some((rows) => rows !== null)) return languageLanes(t, parsed, end);
  const spans: TextSpan[] = [];
  values.forEach((text, i) => {
    const at = t[i] ?? 0;
    const open = spans.at(-1);
    if (open !== undefined && open.text === text) return;
    if (open !== undefined) open.to = at;
    spans.push({ from: at, to: end, text });
  });
  const shown = spans.filter((span) => span.text !== "");
  return shown.length === 0 ? [] : [{ name: topic.slice(1), spans: shown, isEvents: false }];
}

function languageLanes(t: ArrayLike<number>, samples: (LanguageRow[] | null)[], end: number): TextLane[] {
  const lasting = new Map<string, Map<number, string>>();
  const events = new Map<string, TextSpan[]>();
  samples.forEach((rows, i) => {
    for (const row of rows ?? []) {
      const style = row.style ?? "say";
      if (row.timestamp === null) {
        const at = t[i] ?? 0;
        entry(events, style, () => []).push({ from: at, to: at, text: row.content });
      } else entry(lasting, style, () => new Map()).set(row.timestamp, row.content);
    }
  });
  const lanes: TextLane[] = [...lasting].map(([name, byTime]) => {
    const rows = [...byTime].toSorted(([a], [b]) => a - b);
    const spans = rows.map(([from, text], i) => ({ from, to: rows[i + 1]?.[0] ?? end, text }));
    return { name, spans, isEvents: false };
  });
  return [...lanes, ...[...events].map(([name, spans]) => ({ name, spans, isEvents: true }))];
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

/** The rows of a language sample; null when the text is not one. */
function languageRows(text: string): LanguageRow[] | null {
  if (!text.startsWith("[")) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parsed)) return null;
  const rows: LanguageRow[] = [];
  for (const row of parsed as unknown[]) {
    if (typeof row !== "object" || row === null) return null;
    const fields = row as Record<string, unknown>;
    const content =
      typeof fields.content === "string" ? fields.content : JSON.stringify(fields.tool_calls ?? null);
    rows.push({
      style: typeof fields.style === "string" ? fields.style : null,
      content,
      timestamp: typeof fields.timestamp === "number" ? fields.timestamp : null,
    });
  }
  return rows;
}
