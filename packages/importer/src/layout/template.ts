import { AppError } from "@retake/core/errors";

/** A path pattern of info.json, such as `data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet`. */
export type Template = readonly TemplatePart[];
type TemplatePart = { text: string } | { field: string; width: number; zero: boolean };

export type TemplateValues = Readonly<Record<string, number | string | undefined>>;

const LENGTH_MAX = 1_024;
const FIELD = /^([A-Za-z_]\w*)(?::(0?)(\d{0,2})d?)?$/;
const INDEX_MAX = 999_999_999;

/**
 * Reads Python's format fields `{name}` and `{name:0Nd}`; nothing else of that language (attributes, conversions,
 * huge widths) has a meaning in a path.
 * @throws AppError `path_refused` for a pattern that could leave the dataset or plays tricks
 */
export function parseTemplate(text: string): Template {
  const refuse = (why: string): AppError =>
    new AppError("path_refused", `A path pattern in meta/info.json ${why}; it is refused.`, {
      detail: text.slice(0, 200),
    });
  if (text.length > LENGTH_MAX) throw refuse("is too long");
  if (text.includes("\0") || text.includes("\\")) throw refuse("holds a character that no path has");
  if (text.startsWith("/") || /^[A-Za-z]:/.test(text)) throw refuse("is an absolute path");
  if (text.split("/").some((part) => part === "..")) throw refuse("climbs out of the dataset");
  const parts: TemplatePart[] = [];
  let rest = text;
  while (rest !== "") {
    const open = rest.search(/[{}]/);
    if (open < 0) {
      parts.push({ text: rest });
      break;
    }
    if (open > 0) parts.push({ text: rest.slice(0, open) });
    const close = rest.indexOf("}", open);
    const match = rest[open] === "{" && close > 0 ? FIELD.exec(rest.slice(open + 1, close)) : null;
    if (match === null) throw refuse("holds something that is not a plain field");
    parts.push({ field: match[1] ?? "", zero: match[2] === "0", width: Number(match[3] ?? 0) });
    rest = rest.slice(close + 1);
  }
  return parts;
}

/**
 * The path for some values, or null where the pattern asks for a value that is not known.
 * @throws AppError `path_refused` for an index that is no small whole number, or a name that is no path segment
 */
export function expandTemplate(template: Template, values: TemplateValues): string | null {
  let path = "";
  for (const part of template) {
    if ("text" in part) {
      path += part.text;
      continue;
    }
    const value = values[part.field];
    if (value === undefined) return null;
    path += typeof value === "string" ? segment(value) : digits(value, part.width, part.zero);
  }
  if (path.startsWith("/") || path.split("/").includes("..")) {
    throw new AppError(
      "path_refused",
      "A path pattern in meta/info.json leads out of the dataset; it is refused.",
    );
  }
  return path;
}

function digits(value: number, width: number, zero: boolean): string {
  if (!Number.isSafeInteger(value) || value < 0 || value > INDEX_MAX) {
    throw new AppError("path_refused", `Its metadata names the file number ${value}, which no dataset has.`);
  }
  return String(value).padStart(width, zero ? "0" : " ");
}

function segment(value: string): string {
  if (/[/\\\0]/.test(value) || ["", ".", ".."].includes(value)) {
    throw new AppError(
      "path_refused",
      `A camera is named ${JSON.stringify(value.slice(0, 80))}, which is no folder name.`,
    );
  }
  return value;
}
