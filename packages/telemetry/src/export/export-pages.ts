import type { RowPage, TelemetryReader, TopicWindow } from "../reader.ts";
import type { SegmentRef } from "../types.ts";

const PAGE_ROWS_MAX = 10_000;
/** Memory of a page's values, about. */
const PAGE_BYTES_MAX = 8 << 20;

/** All rows of a window, page by page, so that memory does not grow with the episode. */
export async function* exportPages(
  reader: TelemetryReader,
  segments: readonly SegmentRef[],
  window: TopicWindow,
): AsyncGenerator<RowPage> {
  const described = await reader.topics(segments);
  const rowBytes = Math.max(64, ...described.map((topic) => topic.dims * 8));
  const limit = Math.max(1, Math.min(PAGE_ROWS_MAX, Math.floor(PAGE_BYTES_MAX / rowBytes)));
  let from = window.from;
  while (true) {
    const page = await reader.rows(segments, { ...window, ...(from === undefined ? {} : { from }), limit });
    yield page;
    if (page.nextTime === null) return;
    from = page.nextTime;
  }
}
