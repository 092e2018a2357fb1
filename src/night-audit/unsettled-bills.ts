import { sum } from "../money.ts";
import type { Minor } from "../money.ts";
import type { DaySum } from "./day-totals.ts";

/**
 * What is left of each bill of a date that is unsettled on a clearing account; negative: of a credit that has no folio.
 * What takes one back on the same date lessens it, and one that is taken back whole is none. What takes back a bill of
 * another date leaves it unsettled on that one, and is nothing here.
 *
 * `payments`: the `unsettled` sums of the date; `takenBack`: which of these postings takes back which other, of any date.
 */
export function unsettledBills(
  payments: readonly Pick<DaySum, "name" | "gross">[],
  takenBack: ReadonlyMap<bigint, bigint>,
): Minor[] {
  const amounts = new Map(
    payments.map(({ name, gross }) => [BigInt(name), gross]),
  );
  /** Null: it is of another date. */
  const billOf = (postingId: bigint): bigint | null => {
    let bill = postingId;
    // A refund may be taken back as well. Bounded, because links of a damaged store may go round.
    for (const _ of amounts) {
      const before = takenBack.get(bill);
      if (before === undefined) break;
      if (!amounts.has(before)) return null;
      bill = before;
    }
    return bill;
  };
  const bills = Map.groupBy(amounts.keys(), billOf);
  return [...bills]
    .filter(([bill]) => bill !== null)
    .map(([, own]) => sum(own.map((id) => amounts.get(id)!)))
    .filter((left) => left !== 0n);
}
