/** JSON of any values, without what `jsonb` refuses: NUL, and halves of characters. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === "string" ? one.replaceAll(/[\0\p{Surrogate}]/gu, "") : one,
  );
}
