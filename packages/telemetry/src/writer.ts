export { writeSegment, type SegmentInput } from "./writer/write-segment.ts";
export { createFrameBlobWriter, type FrameBlobWriter } from "./writer/frame-blob-writer.ts";
