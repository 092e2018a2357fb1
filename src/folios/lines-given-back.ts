import type { TotalledLine } from "../receipts/receipt.ts";
import type { LinkedPosting } from "./posting.ts";
import type { RefundLine } from "./refund.ts";
import { lineRests } from "./refundable.ts";
import { takeOfLine } from "./take-of-line.ts";
import { sum } from "../money.ts";

/**
 * The lines of a reversal of the till as those of a refund: what each gives back, with its share of discounts, service
 * charge and balances. `lineNo` is the reversal's own.
 */
export function linesGivenBack(
  reversal: readonly TotalledLine[],
): RefundLine[] {
  const lines = reversal.map((line) => ({
    ...line,
    quantity: -line.quantity,
    gross: -line.gross,
    serviceShare: line.serviceShare === null ? null : -line.serviceShare,
    taxes: line.taxes.map((tax) => ({ ...tax, amount: -tax.amount })),
  }));
  const postings = lines.map(asPosting);
  const sale = { kind: "sale" as const, lines, postings };
  return lineRests({ ...sale, reversals: [], refunds: [] }, null)
    .filter((rest) => rest.amount > 0n)
    .map((rest) => takeOfLine(rest, rest.amount, rest.unreturned));
}

/** As if it stood on one folio alone. */
function asPosting(line: TotalledLine): LinkedPosting {
  const tax = sum(line.taxes.map(({ amount }) => amount));
  return {
    ...line,
    postingId: BigInt(line.lineNo),
    receiptId: 0n,
    folioId: "",
    net: line.gross - tax,
    tax,
    transactionCode: null,
    accountingGroupId: line.groupId,
    accountingGroupName: line.groupName,
    businessLocationId: "",
    revenueCenterId: null,
    methodCode: null,
    methodName: null,
    businessDate: "",
    postedAt: 0,
    reverses: null,
  };
}
