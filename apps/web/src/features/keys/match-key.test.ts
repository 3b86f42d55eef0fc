import { describe, expect, test } from "vitest";
import { type KeyPress, matchKey, mayTake, type PressTarget } from "./match-key.ts";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});
const on = (target: Partial<PressTarget>): PressTarget => ({
  tagName: "BODY",
  type: null,
  isEditable: false,
  isInLayer: false,
  role: null,
  ...target,
});

describe("a combination", () => {
  test("matches its key, in either case of a letter, and no other", () => {
    expect(matchKey(press("x"), "x")).toBe(true);
    expect(matchKey(press("X"), "x")).toBe(true);
    expect(matchKey(press("y"), "x")).toBe(false);
    expect(matchKey(press(" "), " ")).toBe(true);
  });

  test("wants exactly the held keys it names", () => {
    expect(matchKey(press("ArrowLeft"), "shift+ArrowLeft")).toBe(false);
    expect(matchKey(press("ArrowLeft", { shiftKey: true }), "shift+ArrowLeft")).toBe(true);
    expect(matchKey(press("ArrowLeft", { shiftKey: true }), "ArrowLeft")).toBe(false);
    expect(matchKey(press("x", { altKey: true }), "x")).toBe(false);
    expect(matchKey(press("k", { ctrlKey: true }), "k")).toBe(false);
  });

  test("`mod` is Ctrl or the Apple key", () => {
    expect(matchKey(press("k", { ctrlKey: true }), "mod+k")).toBe(true);
    expect(matchKey(press("k", { metaKey: true }), "mod+k")).toBe(true);
  });

  test("signs match however a keyboard makes them", () => {
    expect(matchKey(press("?", { shiftKey: true }), "?")).toBe(true);
    expect(matchKey(press("?"), "?")).toBe(true);
    expect(matchKey(press("/", { shiftKey: true }), "/")).toBe(true);
    expect(matchKey(press("[", {}), "[")).toBe(true);
  });
});

describe("keys are never stolen", () => {
  test("from somebody who types", () => {
    expect(mayTake(press("x"), on({ tagName: "INPUT", type: "search" }))).toBe(false);
    expect(mayTake(press("x"), on({ tagName: "INPUT" }))).toBe(false);
    expect(mayTake(press("x"), on({ tagName: "TEXTAREA" }))).toBe(false);
    expect(mayTake(press("x"), on({ isEditable: true }))).toBe(false);
  });

  test("from a dialog or menu, a button that is about to be pressed, a slider that is about to move", () => {
    expect(mayTake(press("j"), on({ isInLayer: true }))).toBe(false);
    expect(mayTake(press(" "), on({ tagName: "BUTTON" }))).toBe(false);
    expect(mayTake(press("Enter"), on({ tagName: "A" }))).toBe(false);
    expect(mayTake(press("ArrowRight"), on({ role: "slider" }))).toBe(false);
  });

  test("from somebody who edits text with Ctrl", () => {
    for (const key of ["a", "z", "x", "v", "ArrowLeft"]) {
      expect(mayTake(press(key, { ctrlKey: true }), on({ tagName: "INPUT" }))).toBe(false);
    }
    expect(mayTake(press("a", { ctrlKey: true }), on({ isInLayer: true }))).toBe(false);
  });

  test("but work everywhere else, and with Ctrl even while typing", () => {
    expect(mayTake(press("x"), on({ tagName: "BUTTON" }))).toBe(true);
    expect(mayTake(press(" "), on({}))).toBe(true);
    expect(mayTake(press("j"), on({ tagName: "INPUT", type: "checkbox" }))).toBe(true);
    expect(mayTake(press("k", { metaKey: true }), on({ tagName: "INPUT" }))).toBe(true);
  });
});
