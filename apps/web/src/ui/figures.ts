const COUNT = new Intl.NumberFormat("en-US");

/** `12345` → `12,345`. */
export function formatCount(n: number): string {
  return COUNT.format(n);
}

/** `1` and `episode` → `1 episode`; `1234` → `1,234 episodes`. */
export function countOf(n: number, noun: string): string {
  return `${COUNT.format(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** Length of an episode or of a wait: `8.4 s`, `2 min 05 s`, `3 h 07 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const pad = (n: number): string => String(n).padStart(2, "0");
  return hours > 0 ? `${hours} h ${pad(minutes)} min` : `${minutes} min ${pad(whole % 60)} s`;
}

/** A measured value in few characters, with the digits that matter: `44.25`, `0.0012`, `1.2e+7`. */
export function formatValue(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(1);
  return String(Number(value.toPrecision(4)));
}

/** The same where values stand under each other: their points do too. */
export function formatInColumn(value: number): string {
  const size = Math.abs(value);
  return size === 0 || (size >= 0.01 && size < 1e5) ? value.toFixed(2) : formatValue(value);
}

/** Frames per second: `30 Hz`, or `unknown rate`. */
export function formatRate(fps: number | null): string {
  return fps === null ? "unknown rate" : `${formatValue(fps)} Hz`;
}

const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;
const SINCE = new Intl.RelativeTimeFormat("en-US", { numeric: "auto", style: "narrow" });

/** How long ago: `3h ago`, `yesterday`. Put {@link formatMoment} in the title. */
export function formatSince(iso: string, now: number): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return SINCE.format(Math.trunc(seconds / length), unit);
  }
  return "just now";
}

/** Date and time as the person's own system writes them. */
export function formatMoment(iso: string): string {
  return new Date(iso).toLocaleString();
}
