/** So many significant digits: figures are read by people, and kept small. */
export function roundTo(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
