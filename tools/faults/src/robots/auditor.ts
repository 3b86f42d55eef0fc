import { addFindings, audit, type Findings, nothingFound } from "./audit.ts";
import type { Ledger } from "./ledger.ts";
import type { Ask } from "./read-session.ts";

/** Audits sessions again and again while they grow; pictures that were compared once are compared again only by others. */
export class Auditor {
  readonly findings: Findings = nothingFound();
  readonly #ask: Ask;
  readonly #compared = new Map<Ledger, number>();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  async look(ledgers: readonly Ledger[]): Promise<void> {
    const picturesFrom = (ledger: Ledger): number => this.#compared.get(ledger) ?? 0;
    // What is acked while the audit runs may not have been looked at.
    const next = ledgers.map((ledger) => [ledger, ledger.acked + 1] as const);
    addFindings(this.findings, await audit(this.#ask, ledgers, { picturesFrom }));
    for (const [ledger, from] of next) this.#compared.set(ledger, from);
  }
}
