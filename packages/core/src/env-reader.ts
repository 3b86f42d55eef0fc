import type { Issue } from "./errors.ts";

/** As the libraries of the hub read them; other words would be taken for no without a sign. */
const TRUE_WORDS = new Set(["1", "true", "yes", "on"]);
const FALSE_WORDS = new Set(["", "0", "false", "no", "off"]);
/** A name as of DNS, or an address of IPv4 or IPv6: no scheme, no port, no brackets. */
const HOST_PATTERN = /^(?:[a-z\d_](?:[a-z\d_.-]*[a-z\d])?|[\da-f:]*:[\da-f:.]*(?:%[\w.-]+)?)$/i;

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
    const word = (this.text(name) ?? "").toLowerCase();
    if (!TRUE_WORDS.has(word) && !FALSE_WORDS.has(word)) this.fault(name, "must be 1 or 0");
    return TRUE_WORDS.has(word);
  }

  host(name: Name, fallback: string): string {
    const value = this.text(name) ?? fallback;
    if (!HOST_PATTERN.test(value)) {
      this.fault(name, "must be an address or a host name without scheme and port, such as 127.0.0.1");
    }
    return value;
  }

  /** Absolute paths with colons between them; null when unset. */
  paths(name: Name): string[] | null {
    const paths = this.text(name)?.split(":").filter(Boolean) ?? null;
    const relative = paths?.find((path) => !path.startsWith("/"));
    if (relative !== undefined) this.fault(name, `holds “${relative}”, which is no absolute path`);
    return paths;
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
