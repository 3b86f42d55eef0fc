import type { Issue } from "./errors.ts";

const TRUE_WORDS = new Set(["1", "true", "yes", "on"]);

/** Reads named variables and collects what is wrong with them, so that all faults are told at once. */
export class EnvReader<Name extends string> {
  readonly issues: Issue[] = [];
  readonly #variables: Record<string, string | undefined>;

  constructor(variables: Record<string, string | undefined>) {
    this.#variables = variables;
  }

  fault(name: Name, message: string): void {
    this.issues.push({ path: name, message });
  }

  /** The value without surrounding blanks; null when unset or empty. */
  text(name: Name): string | null {
    const value = this.#variables[name]?.trim();
    return value === undefined || value === "" ? null : value;
  }

  isTrue(name: Name): boolean {
    return TRUE_WORDS.has((this.text(name) ?? "").toLowerCase());
  }

  url(name: Name, protocols: string[]): string | null {
    const value = this.text(name);
    if (value === null) return null;
    const parsed = URL.canParse(value) ? new URL(value) : null;
    if (parsed === null || !protocols.includes(parsed.protocol)) {
      this.fault(name, `must be a URL that begins with ${protocols.map((p) => `${p}//`).join(" or ")}`);
    }
    return value;
  }

  port(name: Name, fallback: number): number {
    const value = this.text(name);
    if (value === null) return fallback;
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) {
      this.fault(name, "must be a port number, 0 to 65535");
    }
    return Number(value);
  }
}
