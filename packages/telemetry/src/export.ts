export { exportCsv, type CsvOptions } from "./export/export-csv.ts";
export { exportJson, type JsonPiece } from "./export/export-json.ts";
export { exportParquet } from "./export/export-parquet.ts";
