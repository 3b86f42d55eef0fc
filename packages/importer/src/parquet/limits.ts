/**
 * What a Parquet file may claim before a byte of it is decoded. A file beyond one of these is quarantined:
 * its sizes are claims by whoever wrote it, and memory is reserved by claim.
 */
export const PARQUET_LIMITS = {
  /** A 100 MB LeRobot file with one row group per episode has a footer of about 3 MB. */
  footerBytesMax: 32 << 20,
  rowGroupsMax: 200_000,
  schemaElementsMax: 20_000,
  schemaDepthMax: 32,
  /** Thrift values in one footer, which become JavaScript objects. */
  footerValuesMax: 8_000_000,
  thriftDepthMax: 24,
  pageHeaderBytesMax: 1 << 20,
  /** Writers flush a page after 1,024 values, so a page of pictures can hold 1,024 of 250 kB. */
  pageBytesMax: 256 << 20,
  /** Entries of one page: run-length coding lets 20 bytes claim billions. */
  pageEntriesMax: 1 << 25,
  /** Rows of one file: 26 days at 500 Hz. */
  fileRowsMax: 1_000_000_000,
  /** Decoded bytes a file may claim: either this, or `claimRatioMax` times its size, whichever is larger. */
  claimFloorBytes: 256 << 20,
  claimRatioMax: 1_000,
} as const;
