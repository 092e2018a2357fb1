/** Every way in which a database can break a promise; docs/operating.md says of each what it means and what to do. */
export const BREACHES = [
  "trail-chain",
  "trail-signature",
  "trail-head",
  "receipt-sums",
  "receipt-bills",
  "receipt-identity",
  "receipt-link",
  "refund",
  "bill-postings",
  "posting-amounts",
  "posting-without-bill",
  "posting-link",
  "posting-in-closed-date",
  "day-total",
  "clearing-account",
  "folio-balance",
  "folio-unknown",
  "flag",
  "refused-receipt",
  "reconciliation",
  "belongs-nowhere",
  "unreadable",
  "damaged",
] as const;

export type Breach = (typeof BREACHES)[number];

export interface Violation {
  breach: Breach;
  propertyId: string;
  /** What it is about, by name: `{ receipt: "7341", folio: "001" }`. Ids only, never a guest's name. */
  about: Readonly<Record<string, string>>;
  expected: string;
  found: string;
}

export interface BreachFound {
  breach: Breach;
  count: number;
  /** The first of them. */
  examples: Violation[];
}

/** What an audit found. All violations are counted, and of each kind the first are kept, so that memory is bounded. */
export class Findings {
  readonly #found = new Map<Breach, BreachFound>();
  readonly #examplesMax: number;
  count = 0;

  constructor(examplesMax: number) {
    this.#examplesMax = examplesMax;
  }

  add(violation: Violation): void {
    const { breach } = violation;
    const found = this.#found.get(breach) ?? { breach, count: 0, examples: [] };
    this.#found.set(breach, found);
    this.count++;
    found.count++;
    if (found.examples.length < this.#examplesMax)
      found.examples.push(violation);
  }

  /** In the order of `BREACHES`. */
  byBreach(): BreachFound[] {
    return BREACHES.flatMap((breach) => this.#found.get(breach) ?? []);
  }
}
