/** A line of an episode's history as a sentence without its subject: “changed grasp at 1.20 s: end 2.00 → 2.50”. */
export function changeInWords(kind: string, data: Record<string, unknown>): string {
  const [noun = "", verb = ""] = kind.split(".");
  if (noun === "annotation") return annotation(verb, data);
  if (noun === "tag")
    return verb === "added" ? `added the tag ${shown(data["tag"])}` : `removed the tag ${shown(data["tag"])}`;
  if (noun === "comment") return `${verb === "added" ? "wrote" : verb} “${shown(data["text"])}”`;
  if (noun === "thread") return `${verb} a thread at ${seconds(data["time"])}`;
  if (kind === "restored") return "brought back earlier labels";
  if ("from" in data && "to" in data) return `${kind} ${shown(data["from"])} → ${shown(data["to"])}`;
  return kind;
}

function annotation(verb: string, data: Record<string, unknown>): string {
  const { label, start, end, changes } = data;
  const place = end === null ? seconds(start) : `${seconds(start)} to ${seconds(end)}`;
  if (verb !== "changed") return `${verb} ${shown(label)} at ${place}`;
  const parts = Object.entries((changes ?? {}) as Record<string, { from: unknown; to: unknown }>).map(
    ([key, { from, to }]) => `${key} ${shown(from)} → ${shown(to)}`,
  );
  return `changed ${shown(label)} at ${seconds(start)}: ${parts.join(", ")}`;
}

function seconds(value: unknown): string {
  return `${shown(value)} s`;
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : value.toFixed(2);
  return typeof value === "string" ? value : JSON.stringify(value);
}
