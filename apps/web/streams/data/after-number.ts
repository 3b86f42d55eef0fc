import { AppError } from "@retake/core/errors";

/** `after` of a question that goes on behind a sequence number; 0 without one. @throws AppError `bad_request` */
export function afterOf(query: URLSearchParams): number {
  const text = query.get("after") ?? "0";
  const after = Number(text);
  if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(after)) return after;
  throw new AppError("bad_request", "Some of the input is not right.", {
    issues: [{ path: "after", message: "must be a sequence number" }],
  });
}
