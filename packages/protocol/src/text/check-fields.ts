import type { z } from "zod";
import { ProtocolError, type ProtocolErrorCode } from "../errors.ts";

/** Issues told of one frame: a hostile one may have thousands. */
const ISSUES_TOLD_MAX = 8;

/**
 * The value as the schema makes it.
 * @throws ProtocolError `bad_field` (or the given code) that names the fields
 */
export function checkFields<S extends z.ZodType>(
  schema: S,
  value: unknown,
  code: ProtocolErrorCode = "bad_field",
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues
    .slice(0, ISSUES_TOLD_MAX)
    .map(({ path, message }) => ({ path: path.join("."), message }));
  throw new ProtocolError(code, issues.map(({ path, message }) => `\`${path}\` ${message}`).join("; "), {
    issues,
  });
}
