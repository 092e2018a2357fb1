import type { BillCause } from "../../folios/posting.ts";
import { sum } from "../../money.ts";
import { clearingAccount, CLEARING_PREFIX } from "../../properties/property.ts";
import type { HotelProof } from "./hotel-proof.ts";
import type { LinkRow } from "./link-history.ts";

export interface BillRow {
  receiptId: bigint;
  billNo: bigint;
  cause: BillCause;
  folioId: string;
  amount: bigint;
  gratuity: bigint;
  firstPostingId: bigint;
  postingCount: bigint;
  closedAt: bigint;
  linesDigest: Uint8Array;
}

export const BILL_MEMBERS = [
  "receiptId",
  "billNo",
  "cause",
  "folioId",
  "amount",
  "gratuity",
  "firstPostingId",
  "postingCount",
  "closedAt",
  "linesDigest",
] as const;

/** What was given back here, and its reversal; not a part of what was paid. */
export function isRefund({ cause }: BillRow): boolean {
  return cause === "refund";
}

export interface Paid {
  amount: bigint;
  gratuity: bigint;
}

interface BilledReceipt {
  receiptId: bigint;
  businessLocationId: string;
  closedAt: bigint;
  linesDigest: Uint8Array;
}

/** Over all folios its bills come to what was paid, or to nothing where the original that it takes back was refused. */
export function proveBills(
  proof: HotelProof,
  receipt: BilledReceipt,
  bills: readonly BillRow[],
  { link, paid }: { link: LinkRow | null; paid: Paid },
): void {
  const about = { receipt: receipt.receiptId };
  const sold = bills.filter((bill) => !isRefund(bill));
  const amount = sum(sold.map((bill) => bill.amount));
  const gratuity = sum(sold.map((bill) => bill.gratuity));
  const stands = amount === paid.amount && gratuity === paid.gratuity;
  const isVoid = link?.toType === "refused" && amount === 0n && gratuity === 0n;
  const told = (of: Paid): string =>
    `${proof.money(of.amount)} and ${proof.money(of.gratuity)} of tips`;
  proof.expect(stands || isVoid, "receipt-bills", about, () => ({
    expected: `bills of ${told(paid)}, as was paid`,
    found: told({ amount, gratuity }),
  }));
  bills.forEach((bill, index) => {
    const own = { ...about, bill: bill.billNo };
    proof.expect(
      bill.billNo === BigInt(index + 1),
      "receipt-bills",
      own,
      () => ({
        expected: `bill ${index + 1} next`,
        found: `bill ${bill.billNo}`,
      }),
    );
    const isAlike =
      bill.closedAt === receipt.closedAt &&
      Buffer.compare(bill.linesDigest, receipt.linesDigest) === 0;
    proof.expect(isAlike, "receipt-bills", own, () => ({
      expected: "the time and lines of its receipt",
      found: "others",
    }));
    const clearing = clearingAccount(receipt.businessLocationId);
    const isForeign =
      bill.folioId.startsWith(CLEARING_PREFIX) && bill.folioId !== clearing;
    proof.expect(!isForeign, "receipt-bills", own, () => ({
      expected: `the clearing account ${clearing} of its location`,
      found: bill.folioId,
    }));
  });
}
