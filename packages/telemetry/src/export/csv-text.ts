/** First characters by which spreadsheets recognise a formula (OWASP, "CSV Injection"), and their full-width twins. */
const FORMULA_START = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u;
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/u;

/** A text as one CSV cell (RFC 4180). What a spreadsheet would run as a formula gets a leading apostrophe. */
export function csvText(text: string): string {
  const harmless = FORMULA_START.test(text) ? `'${text}` : text;
  return harmless !== text || NEEDS_QUOTES.test(text) ? `"${harmless.replaceAll('"', '""')}"` : text;
}
