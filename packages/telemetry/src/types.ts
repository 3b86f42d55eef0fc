/** The words of the telemetry store. Times are seconds from the episode's start. */

export type SampleType = "float32" | "float64" | "int64" | "bool" | "string" | "image";

/** Row-major values, `rows * dims` of them; strings and images have one per row. Language columns are JSON strings. */
export type SampleValues = Float32Array | Float64Array | BigInt64Array | Uint8Array | string[];

/** All samples of one topic in time order: the unit of writing, reading and sending. */
export interface TopicColumns {
  /** `/observation/state` */
  name: string;
  type: SampleType;
  /** Shape of one sample, `[]` for a scalar; `dims` is its product: 1 for strings, 0 for images whatever their shape. */
  shape: number[];
  dims: number;
  t: Float64Array;
  /** Frame number inside the episode; negative where the robot gave none. */
  frame: Int32Array;
  /** Empty for images. */
  values: SampleValues;
  /** Images only, and only when their bytes are in a blob (not in a video): where each picture lies in it. */
  blob?: { offset: Float64Array; length: Int32Array };
}

/** What a reader needs to open one immutable part of an episode. */
export interface SegmentRef {
  key: string;
  bytes: number;
  firstTime: number;
  lastTime: number;
}

/** Per dimension, over the finite samples only; null where there is none. */
export interface TopicStatistics {
  min: (number | null)[];
  max: (number | null)[];
  mean: (number | null)[];
  /** Population standard deviation. */
  std: (number | null)[];
  /** Finite samples per dimension. */
  count: number[];
}

export interface TopicSummary {
  name: string;
  type: SampleType;
  shape: number[];
  count: number;
  firstTime: number;
  lastTime: number;
  /** (count - 1) / (last - first), 0 for fewer than two samples. */
  avgFrequency: number;
  /** Null for strings and images. */
  statistics: TopicStatistics | null;
}

export interface WrittenSegment extends SegmentRef {
  rows: number;
  topics: TopicSummary[];
}

/** Both ends inclusive; absent means unbounded. */
export interface TimeWindow {
  from?: number;
  to?: number;
}

/**
 * Per bucket the smallest, largest and mean value of each dimension: `values[(bucket * dims + d) * 3 + {0,1,2}]`.
 * Only finite samples count; NaN where a bucket has none. Every sample of the window is in exactly one bucket, no other is in any.
 */
export interface Envelope {
  topic: string;
  dims: number;
  /** Time of each bucket's first sample. */
  t: Float64Array;
  /** Float64 for float64 and int64 topics. */
  values: Float32Array | Float64Array;
  /** Samples summed up by one bucket (fewer at the window's and the parts' ends); 1 means the values are the samples themselves. */
  samplesPerBucket: number;
}
