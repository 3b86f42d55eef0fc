/** Errors reach the terminal, the rest stays in the log. Our processes write JSON lines, Next plain ones. */
export function worthTelling(line: string, isError: boolean): string | null {
  if (!line.startsWith("{")) return isError && line.trim() !== "" ? line : null;
  try {
    const { level, event, message, detail } = JSON.parse(line) as Record<string, unknown>;
    return level === "error" ? [event, message ?? detail].filter(Boolean).join(": ") : null;
  } catch {
    return line;
  }
}
