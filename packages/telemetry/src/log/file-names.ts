import { join } from "node:path";

const LOG_NAME = /^(\d{10})\.log$/;
const FENCE_NAME = /^fence-(\d{10})$/;

const padded = (number: number): string => String(number).padStart(10, "0");

export const logPath = (folder: string, file: number): string => join(folder, `${padded(file)}.log`);
export const fencePath = (folder: string, fence: number): string => join(folder, `fence-${padded(fence)}`);
export const reservePath = (folder: string): string => join(folder, "reserve");

/** Ascending. */
export function logNumbers(names: readonly string[]): number[] {
  return numbers(names, LOG_NAME);
}

/** Ascending. */
export function fenceNumbers(names: readonly string[]): number[] {
  return numbers(names, FENCE_NAME);
}

function numbers(names: readonly string[], pattern: RegExp): number[] {
  return names
    .flatMap((name) => {
      const digits = pattern.exec(name)?.[1];
      return digits === undefined ? [] : [Number(digits)];
    })
    .sort((a, b) => a - b);
}
