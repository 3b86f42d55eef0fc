import type { Quantity } from "./types.ts";

/** `3.2 s`; below a second with two digits. */
export function seconds(value: number): string {
  if (value >= 120) return `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
  return `${value < 1 ? value.toFixed(2) : value.toFixed(1)} s`;
}

/** Three digits that count, without an exponent where people would not write one. */
export function figure(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1000 && Math.abs(rounded) < 1e9
    ? rounded.toLocaleString("en-US")
    : String(rounded);
}

export const quantity = ({ value, unit }: Quantity): string =>
  unit === null ? figure(value) : `${figure(value)} ${unit}`;

/** `a, b and c` */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

/** `one pause`, `3 pauses` */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? `one ${one}` : `${count} ${many}`;

export const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** A text of people as text of people: in quotes that it cannot close. */
export const quoted = (text: string): string => `“${text.replace(/[“”]/g, '"')}”`;
