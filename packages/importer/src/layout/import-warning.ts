/** Something a person should know about an import. `code` is stable, `message` is for reading. */
export interface ImportWarning {
  code: string;
  message: string;
  /** Something the dataset promises did not come in. */
  lost?: true;
}

const WARNINGS_MAX = 200;

/** Collects warnings, each once, and not without end. */
export class Warnings {
  readonly #seen = new Set<string>();
  readonly list: ImportWarning[] = [];

  add(code: string, message: string, lost = false): void {
    const key = `${code}\0${message}`;
    if (this.#seen.has(key) || this.list.length >= WARNINGS_MAX) return;
    this.#seen.add(key);
    this.list.push(lost ? { code, message, lost } : { code, message });
  }

  get lost(): boolean {
    return this.list.some((warning) => warning.lost === true);
  }
}
