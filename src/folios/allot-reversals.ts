import { absolute, sum } from "../money.ts";
import type { Minor } from "../money.ts";
import type { ReceiptKind, TotalledPayment } from "../receipts/receipt.ts";

/** A member of a chain as far as allotting looks at it. */
export interface ChainEntry {
  key: string;
  kind: ReceiptKind;
  /** It names another bill as the one it belongs to; one that has the root for its own fiscal id names none (reference h 13). */
  isLinked: boolean;
  /** Milliseconds UTC. */
  closedAt: number;
  /** Its own word of when it was closed is missing: it may have come before anything. */
  dateGuessed: boolean;
  payments: readonly TotalledPayment[];
  contentDigest: string;
}

export interface Allotment {
  /** Key of the original; null when nothing fits. */
  original: string | null;
  /** Its payments are the opposite of the original's, and not just the best fit. */
  exact: boolean;
  /** Another reversal, earlier by close date, takes back the same original. */
  again: boolean;
}

/**
 * Allots every reversal of a chain to one positive receipt before it (design "Reversals"): the latest with opposite
 * amounts, else the best fit; one not yet taken back before one that is. One that is not linked takes back nothing of its
 * chain: a counter that was restarted gave it the fiscal id of another bill. Depends on the set of members only, not on the
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
    const before = positives.filter(
      (entry) => reversal.isLinked && mayPrecede(entry, reversal),
    );
    const original = bestOriginal(reversal, before, taken);
    allotted.set(reversal.key, {
      original: original?.key ?? null,
      exact:
        original !== null && areOpposite(original.payments, reversal.payments),
      again: original !== null && taken.has(original.key),
    });
    if (original !== null) taken.add(original.key);
  }
  return allotted;
}

function mayPrecede(sale: ChainEntry, reversal: ChainEntry): boolean {
  return (
    sale.closedAt <= reversal.closedAt ||
    sale.dateGuessed ||
    reversal.dateGuessed
  );
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
  const opposite = latestFirst.filter((entry) =>
    areOpposite(entry.payments, reversal.payments),
  );
  const exact = opposite.find((entry) => !taken.has(entry.key)) ?? opposite[0];
  if (exact !== undefined) return exact;
  const free = latestFirst.filter((entry) => !taken.has(entry.key));
  return closest(reversal, free.length > 0 ? free : latestFirst);
}

/** Regardless of order and reservation: a repost may have moved the bill to another one. */
function areOpposite(
  sale: readonly TotalledPayment[],
  reversal: readonly TotalledPayment[],
): boolean {
  const unnamed = (payments: readonly TotalledPayment[]): TotalledPayment[] =>
    payments.map((payment) => ({ ...payment, reservationId: null }));
  return takesBack(unnamed(reversal), unnamed(sale));
}

/** Whether the payments of a reversal are those of a sale with the opposite sign, to the same reservations. */
export function takesBack(
  reversal: readonly TotalledPayment[],
  sale: readonly TotalledPayment[],
): boolean {
  return amountsOf(reversal, -1n) === amountsOf(sale, 1n);
}

function amountsOf(payments: readonly TotalledPayment[], sign: bigint): string {
  return payments
    .filter((payment) => payment.amount !== 0n || payment.gratuity !== 0n)
    .map((payment) =>
      JSON.stringify([
        payment.methodCode,
        payment.reservationId,
        String(sign * payment.amount),
        String(sign * payment.gratuity),
      ]),
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
