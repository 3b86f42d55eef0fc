/** Fields of one line as RFC 4180. A table program runs what begins like a formula: such a text gets a quotation mark before it. */
export function csvLine(fields: readonly string[]): string {
  return fields.map(quoted).join(",");
}

function quoted(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
