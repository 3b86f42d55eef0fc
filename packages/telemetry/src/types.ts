/** The words of the telemetry store. Times are seconds from the episode's start. */

export type SampleType = "float32" | "float64" | "int64" | "bool" | "string" | "image";

/** Row-major values, `rows * dims` of them; strings and images have one per row. Language columns are JSON strings. */
export type SampleValues = Float32Array | Float64Array | BigInt64Array | Uint8Array | string[];

/** All samples of one topic in time order: the unit of writing, reading and sending. */
export interface TopicColumns {
  /** `/observation/state` */
  name: string;
  type: SampleType;
  /** Shape of one sample, `[]` for a scalar; `dims` is its product, 0 for images. */
  shape: number[];
  dims: number;
  t: Float64Array;
  /** Frame number inside the episode. */
  frame: Int32Array;
  /** Empty for images. */
  values: SampleValues;
  /** Images only: where each picture's bytes lie in the camera's blob. */
  blob?: { offset: Float64Array; length: Int32Array };
}

/** What a reader needs to open one immutable part of an episode. */
export interface SegmentRef {
  key: string;
  bytes: number;
  firstTime: number;
  lastTime: number;
}

export interface TopicStatistics {
  min: number[];
  max: number[];
  mean: number[];
  /** Population standard deviation. */
  std: number[];
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

/** Per bucket the smallest, largest and mean value of each dimension: `values[(bucket * dims + d) * 3 + {0,1,2}]`. NaN where empty. */
export interface Envelope {
  topic: string;
  dims: number;
  /** Time of each bucket's first sample. */
  t: Float64Array;
  values: Float32Array;
  /** Samples summed up by one bucket; 1 means the values are the samples themselves. */
  samplesPerBucket: number;
}
