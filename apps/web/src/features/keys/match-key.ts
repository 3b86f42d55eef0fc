/** The parts of a keyboard event that decide what it means. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/**
 * Whether a press is the combination, written as `x`, `shift+ArrowLeft`, `mod+k` (`mod` is Ctrl or ⌘).
 * Letters match in either case unless Shift is asked for; signs such as `?` match by the sign itself, however it is typed.
 */
export function matchKey(press: KeyPress, combination: string): boolean {
  const parts = combination === "+" ? ["+"] : combination.split("+");
  const key = parts.at(-1) ?? "";
  const wants = new Set(parts.slice(0, -1));
  if ((press.ctrlKey || press.metaKey) !== wants.has("mod")) return false;
  if (press.altKey !== wants.has("alt")) return false;
  const isSign = key.length === 1 && key !== " " && key.toLowerCase() === key.toUpperCase();
  if (!isSign && press.shiftKey !== wants.has("shift")) return false;
  return press.key === key || press.key.toLowerCase() === key.toLowerCase();
}

/** What stands under the press, as far as it matters. */
export interface PressTarget {
  tagName: string;
  type: string | null;
  isEditable: boolean;
  /** It is inside a dialog, menu or list box, which has keys of its own. */
  isInLayer: boolean;
  role: string | null;
}

const TEXTLESS_INPUTS = new Set(["checkbox", "radio", "button", "submit", "range", "color"]);

/** With Ctrl or ⌘ these edit text, so they belong to whoever types. */
const EDITING_KEYS = new Set([
  "a",
  "c",
  "v",
  "x",
  "y",
  "z",
  "b",
  "i",
  "u",
  "Backspace",
  "Delete",
  "Home",
  "End",
]);

function isText(target: PressTarget): boolean {
  if (target.isEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT") return true;
  return target.tagName === "INPUT" && !TEXTLESS_INPUTS.has(target.type ?? "text");
}

/** Whether the page may take this press, or it belongs to the element that has the focus. */
export function mayTake(press: KeyPress, target: PressTarget): boolean {
  if (target.isInLayer) return false;
  const isCommand = press.ctrlKey || press.metaKey;
  if (isText(target)) return isCommand && !EDITING_KEYS.has(press.key) && !press.key.startsWith("Arrow");
  if (isCommand) return true;
  const presses = press.key === " " || press.key === "Enter";
  const isPressable =
    target.tagName === "BUTTON" ||
    target.tagName === "A" ||
    target.tagName === "SUMMARY" ||
    target.role === "button" ||
    target.role === "combobox";
  if (presses && isPressable) return false;
  const moves = press.key.startsWith("Arrow") || press.key === "Home" || press.key === "End";
  const isMovable = target.role === "slider" || target.role === "separator" || target.type === "range";
  return !(moves && isMovable);
}
