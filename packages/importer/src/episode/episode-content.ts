import type { SampleType, TopicStatistics, WrittenSegment } from "@retake/telemetry/types";

/** One topic over all parts of an episode. */
export interface RecordedTopic {
  name: string;
  type: SampleType;
  shape: number[];
  count: number;
  firstTime: number;
  lastTime: number;
  statistics: TopicStatistics | null;
}

export interface RecordedPictures {
  key: string | null;
  count: number;
  width: number | null;
  height: number | null;
  problem: string | null;
}

/** What was read from the frames of one episode; its segments and pictures are durable. */
export interface EpisodeContent {
  rows: number;
  firstTime: number;
  lastTime: number;
  segments: WrittenSegment[];
  topics: Map<string, RecordedTopic>;
  pictures: Map<string, RecordedPictures>;
  /** Task numbers by the rows that carry them, the most frequent first. */
  taskNumbers: number[];
  /** `next.success` of the last row; null where there is no such feature. */
  success: boolean | null;
  /** Sum of `next.reward`; null where there is no such feature. */
  reward: number | null;
}
