import { parquetMetadata } from "hyparquet";
import type { FileMetaData } from "hyparquet";
import { brokenParquet, decoding } from "./broken-parquet.ts";
import type { ByteFile } from "./byte-file.ts";
import { PARQUET_LIMITS } from "./limits.ts";
import { skimThrift, ThriftCutShort } from "./skim-thrift.ts";

const MAGIC = 0x31524150;
const LFS_POINTER = "version https://git-lfs";

/**
 * The footer of a Parquet file, after its claims were held against the limits and the size of the file.
 * @throws AppError `corrupt_data` with the reason in words
 */
export async function readFooter(file: ByteFile): Promise<FileMetaData> {
  if (file.size === 0) throw brokenParquet("is empty (0 bytes)");
  await refuseLfsPointer(file);
  if (file.size < 12) throw brokenParquet("is too short to be a Parquet file");
  const tail = await file.read(file.size - 8, 8);
  const view = new DataView(tail.buffer, tail.byteOffset, 8);
  if (view.getUint32(4, true) !== MAGIC) {
    throw brokenParquet("has no Parquet footer: it was cut short, or its recording was never finished");
  }
  const length = view.getUint32(0, true);
  if (length > file.size - 12)
    throw brokenParquet(`claims a footer of ${length} bytes in a file of ${file.size}`);
  if (length > PARQUET_LIMITS.footerBytesMax)
    throw brokenParquet(`has a footer of ${length} bytes, more than allowed`);
  const footer = await file.read(file.size - 8 - length, length + 8);
  try {
    skimThrift(footer.subarray(0, length), "footer");
  } catch (thrown) {
    if (thrown instanceof ThriftCutShort) throw brokenParquet("has a damaged footer", thrown);
    throw thrown;
  }
  const metadata = decoding("footer", () => parquetMetadata(footer, { geoparquet: false }));
  return decoding("footer", () => checkClaims(metadata, file.size));
}

async function refuseLfsPointer(file: ByteFile): Promise<void> {
  const head = await file.read(0, Math.min(file.size, LFS_POINTER.length));
  if (new TextDecoder().decode(head) === LFS_POINTER) {
    throw brokenParquet("is a Git LFS pointer, not the data itself; fetch it with `git lfs pull`");
  }
}

function checkClaims(metadata: FileMetaData, fileBytes: number): FileMetaData {
  checkSchema(metadata);
  if (metadata.row_groups.length > PARQUET_LIMITS.rowGroupsMax) {
    throw brokenParquet(
      `has ${metadata.row_groups.length} row groups, more than ${PARQUET_LIMITS.rowGroupsMax}`,
    );
  }
  const leaves = metadata.schema.filter((element) => element.type !== undefined).length;
  let rows = 0;
  let bytes = 0;
  let entries = 0;
  for (const group of metadata.row_groups) {
    const groupRows = Number(group.num_rows);
    if (!(groupRows >= 0)) throw brokenParquet("has a damaged footer");
    if (group.columns.length !== leaves) throw brokenParquet("has a damaged footer");
    rows += groupRows;
    for (const { meta_data: column } of group.columns) {
      if (column === undefined) throw brokenParquet("is encrypted or has a damaged footer");
      bytes += Number(column.total_uncompressed_size);
      entries += Number(column.num_values);
    }
  }
  if (rows !== Number(metadata.num_rows)) throw brokenParquet("contradicts itself about its number of rows");
  const room = (floor: number): number => Math.max(floor, PARQUET_LIMITS.claimRatioMax * fileBytes);
  if (!(bytes <= room(PARQUET_LIMITS.claimFloorBytes))) {
    throw brokenParquet(`claims ${bytes} bytes of data in a file of ${fileBytes}`);
  }
  if (!(entries <= room(PARQUET_LIMITS.pageEntriesMax)) || !(rows <= PARQUET_LIMITS.fileRowsMax)) {
    throw brokenParquet(`claims ${entries} values in ${rows} rows in a file of ${fileBytes} bytes`);
  }
  return metadata;
}

/** The parser of the tree trusts `num_children`; so they must add up, within a sane depth, before it runs. */
function checkSchema({ schema }: FileMetaData): void {
  if (schema.length === 0 || schema.length > PARQUET_LIMITS.schemaElementsMax) {
    throw brokenParquet(`has a schema of ${schema.length} elements`);
  }
  /** Children still to come, for every element from the root to the current one. */
  const open: number[] = [1];
  for (const [index, element] of schema.entries()) {
    const children = element.num_children ?? 0;
    if (children < 0 || children > schema.length) throw brokenParquet("has a damaged schema");
    if (children === 0 && element.type === undefined && index > 0)
      throw brokenParquet("has a damaged schema");
    while (open.at(-1) === 0) open.pop();
    if (open.length === 0) throw brokenParquet("has a damaged schema");
    open.push((open.pop() ?? 0) - 1, children);
    if (open.length > PARQUET_LIMITS.schemaDepthMax) throw brokenParquet("has a schema nested too deeply");
  }
  while (open.at(-1) === 0) open.pop();
  if (open.length > 0) throw brokenParquet("has a damaged schema");
}
