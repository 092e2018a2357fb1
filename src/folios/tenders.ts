import { sum } from "../money.ts";
import type { Minor } from "../money.ts";
import type { LinkedPosting } from "./posting.ts";
import type { RefundableReceipt } from "./refund.ts";

/** A payment that settled a sale on a clearing account. */
export interface Tender {
  posting: LinkedPosting;
  /** What of it no refund made here gave back. */
  came: Minor;
  /** What of that the till did not give back either. */
  left: Minor;
}

export function tendersOf(
  { postings, reversals, refunds }: RefundableReceipt,
  folioId: string,
): Tender[] {
  const refunded = refunds.flatMap((refund) => refund.postings);
  return postings
    .filter(
      (own) =>
        own.kind === "payment" && own.folioId === folioId && own.gross < 0n,
    )
    .map((posting) => {
      const came = lessened(-posting.gross, posting, refunded);
      return { posting, came, left: lessened(came, posting, reversals) };
    });
}

function lessened(
  amount: Minor,
  { postingId }: LinkedPosting,
  back: readonly LinkedPosting[],
): Minor {
  const taken = back.filter(({ reverses }) => reverses === postingId);
  const left = amount - sum(taken.map(({ gross }) => gross));
  return left > 0n ? left : 0n;
}
