import { absolute, sum } from "../money.ts";
import type { Minor } from "../money.ts";
import type { ReceiptKind, TotalledPayment } from "../receipts/receipt.ts";

/** A member of a chain as far as allotting looks at it. */
export interface ChainEntry {
  key: string;
  kind: ReceiptKind;
  /** Milliseconds UTC. */
  closedAt: number;
  payments: readonly TotalledPayment[];
  contentDigest: string;
}

export interface Allotment {
  /** Key of the original; null when nothing fits. */
  original: string | null;
  /** Another reversal, earlier by close date, takes back the same original. */
  again: boolean;
}

/**
 * Allots every reversal of a chain to one positive receipt before it (design "Reversals"): the latest with opposite
 * amounts, else the best fit; one not yet taken back before one that is. Depends on the set of members only, not on the
 * order in which they arrived.
 */
export function allotReversals(
  entries: readonly ChainEntry[],
): Map<string, Allotment> {
  const positives = entries
    .filter((entry) => entry.kind === "sale")
    .sort(byTime);
  const reversals = entries
    .filter((entry) => entry.kind === "reversal")
    .sort(byTime);
  const taken = new Set<string>();
  const allotted = new Map<string, Allotment>();
  for (const reversal of reversals) {
    const original = bestOriginal(
      reversal,
      positives.filter((entry) => entry.closedAt <= reversal.closedAt),
      taken,
    );
    allotted.set(reversal.key, {
      original: original?.key ?? null,
      again: original !== null && taken.has(original.key),
    });
    if (original !== null) taken.add(original.key);
  }
  return allotted;
}

function byTime(a: ChainEntry, b: ChainEntry): number {
  if (a.closedAt !== b.closedAt) return a.closedAt - b.closedAt;
  if (a.contentDigest !== b.contentDigest)
    return a.contentDigest < b.contentDigest ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}

function bestOriginal(
  reversal: ChainEntry,
  candidates: ChainEntry[],
  taken: ReadonlySet<string>,
): ChainEntry | null {
  const latestFirst = [...candidates].reverse();
  const wanted = amountsOf(reversal, -1n);
  const opposite = latestFirst.filter(
    (entry) => amountsOf(entry, 1n) === wanted,
  );
  const exact = opposite.find((entry) => !taken.has(entry.key)) ?? opposite[0];
  if (exact !== undefined) return exact;
  const free = latestFirst.filter((entry) => !taken.has(entry.key));
  return closest(reversal, free.length > 0 ? free : latestFirst);
}

/** Payments without regard to order and reservation: a repost may have moved the bill to another one. */
function amountsOf(entry: ChainEntry, sign: bigint): string {
  return entry.payments
    .filter((payment) => payment.amount !== 0n || payment.gratuity !== 0n)
    .map(
      (payment) =>
        `${payment.methodCode}|${sign * payment.amount}|${sign * payment.gratuity}`,
    )
    .sort()
    .join("\n");
}

function closest(
  reversal: ChainEntry,
  latestFirst: ChainEntry[],
): ChainEntry | null {
  let best: { entry: ChainEntry; distance: bigint } | null = null;
  for (const entry of latestFirst) {
    const distance = absolute(totalOf(entry) + totalOf(reversal));
    if (best === null || distance < best.distance) best = { entry, distance };
  }
  return best?.entry ?? null;
}

function totalOf(entry: ChainEntry): Minor {
  return sum(
    entry.payments.map((payment) => payment.amount + payment.gratuity),
  );
}
