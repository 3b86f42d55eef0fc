import { z } from "zod";

const DAY_LENGTH = "2026-01-31".length;
const ZONED = /(?:Z|[+-]\d\d:\d\d)$/;

/**
 * A moment that bounds a filter, made into RFC 3339. One without a zone is in UTC; a day is a day in UTC.
 * @param edge whether a day alone means its first or its last millisecond
 */
export function momentSchema(edge: "first" | "last") {
  return z
    .union([z.iso.datetime({ offset: true, local: true }), z.iso.date()], "must be a day or an RFC 3339 time")
    .transform((value) => {
      if (value.length === DAY_LENGTH)
        return `${value}T${edge === "first" ? "00:00:00.000" : "23:59:59.999"}Z`;
      return ZONED.test(value) ? value : `${value}Z`;
    });
}
