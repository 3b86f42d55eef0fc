/** The files of one dataset, wherever they come from. Paths are relative and use `/`. */
export interface DatasetFiles {
  /** The hub id, or the folder's base name. */
  name: string;
  /** `hub:<id>` or `folder:<real path>`: what makes a second import the same one. */
  sourceKey: string;
  revision: string | null;
  /** Every regular file that may be read, with its bytes. */
  sizes: ReadonlyMap<string, number>;
  /** Files that are there but may not be read, with the reason in words. */
  refused: ReadonlyMap<string, string>;
  /** Brings files onto this machine. @returns those that could not be had, with the reason in words */
  fetch(paths: readonly string[], watch: FetchWatch): Promise<Map<string, string>>;
  /** Where a file lies, checked again at this moment. @throws AppError `path_refused`, `not_found` */
  realPath(path: string): Promise<string>;
}

export interface FetchWatch {
  signal: AbortSignal;
  progress(done: number, total: number): void;
}
