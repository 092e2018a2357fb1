import { ID_STEP, isReservedIn } from "../../folios/charge-decision.ts";
import { sum } from "../../money.ts";
import type { TaxPart } from "../../receipts/receipt.ts";
import { readExactly } from "../documents.ts";
import { NOTHING_THERE } from "./hotel-proof.ts";
import type { HotelProof } from "./hotel-proof.ts";

export interface RefundRow {
  receiptId: bigint;
  refundId: bigint;
  businessLocationId: string;
  subTotal: bigint;
  taxAmount: bigint;
  totalAmount: bigint;
  tipAmount: bigint;
  lines: string;
  firstPostingId: bigint;
  postingCount: bigint;
}

export const REFUND_MEMBERS = [
  "receiptId",
  "refundId",
  "businessLocationId",
  "subTotal",
  "taxAmount",
  "totalAmount",
  "tipAmount",
  "lines",
  "firstPostingId",
  "postingCount",
] as const;

/** A receipt that something was given back of. */
interface RefundedReceipt {
  receiptId: bigint;
  kind: string;
  gross: bigint;
}

interface RefundBill {
  amount: bigint;
  gratuity: bigint;
  firstPostingId: bigint;
  postingCount: bigint;
}

/** A line of a refund, as far as its sums go. */
interface Line {
  gross: bigint;
  taxes: TaxPart[];
  parts: { postingId: bigint; gross: bigint }[];
}

/**
 * The refunds made here of one receipt: each is what its lines and bills come to, those that stand are all that was given
 * back, and together they are within the receipt and within each of its postings. `bills` are those with cause `refund`,
 * `sold` the others.
 */
export async function proveRefunds(
  proof: HotelProof,
  receipt: RefundedReceipt,
  refunds: readonly RefundRow[],
  {
    bills,
    sold,
  }: { bills: readonly RefundBill[]; sold: readonly RefundBill[] },
): Promise<void> {
  if (refunds.length === 0 && bills.length === 0) return;
  const about = { receipt: receipt.receiptId };
  const standing: { refund: RefundRow; lines: Line[] }[] = [];
  for (const refund of refunds) {
    const lines = proveRefund(proof, refund, bills);
    if (await stands(proof, refund)) standing.push({ refund, lines });
  }
  const totalOf = (of: (refund: RefundRow) => bigint): bigint =>
    sum(standing.map(({ refund }) => of(refund)));
  const total = totalOf((refund) => refund.totalAmount);
  const tips = totalOf((refund) => refund.tipAmount);
  const booked = -sum(bills.map((bill) => bill.amount + bill.gratuity));
  proof.expect(booked === total, "refund", about, () => ({
    expected: `${proof.money(total)} given back, the refunds that stand`,
    found: proof.money(booked),
  }));
  if (standing.length === 0) return;
  const postings = await readPostings(proof, receipt, sold);
  // A tip that was taken off what somebody paid is nobody's to give back.
  const tipped = sum(
    postings
      .filter(({ kind, gross }) => kind === "gratuity" && gross > 0n)
      .map(({ gross }) => gross),
  );
  const fits =
    receipt.kind === "sale" && total - tips <= receipt.gross && tips <= tipped;
  proof.expect(fits, "refund", about, () => ({
    expected: `at most ${proof.money(receipt.gross)} and ${proof.money(tipped)} of tips given back of a sale`,
    found: `${proof.money(total - tips)} and ${proof.money(tips)} of a ${receipt.kind}`,
  }));
  const parts = standing.flatMap(({ lines }) =>
    lines.flatMap((line) => line.parts),
  );
  proveParts(proof, receipt, parts, postings);
}

/** It is what its lines and its own bills come to; answers its lines. */
function proveRefund(
  proof: HotelProof,
  refund: RefundRow,
  bills: readonly RefundBill[],
): Line[] {
  const { receiptId, refundId, totalAmount, tipAmount, taxAmount } = refund;
  const about = { receipt: receiptId, refund: refundId };
  const equal = (what: string, is: bigint, was: bigint): void =>
    proof.expect(is === was, "refund", about, () => ({
      expected: `${what} of ${proof.money(was)}`,
      found: proof.money(is),
    }));
  equal(
    "a total without and with tax",
    totalAmount,
    refund.subTotal + taxAmount,
  );
  const { postingCount } = refund;
  const own = bills.filter((bill) => isReservedIn(bill.firstPostingId, refund));
  const count = sum(own.map((bill) => bill.postingCount));
  proof.expect(count === postingCount, "refund", about, () => ({
    expected: `bills with ${postingCount} postings`,
    found: String(count),
  }));
  const booked = sum(own.map((bill) => bill.amount + bill.gratuity));
  equal("bills", -booked, totalAmount);
  proof.expectLocation(about, refund.businessLocationId);
  const lines = proof.document(about, "lines", () => readLines(refund.lines));
  if (lines === null) return [];
  const gross = sum(lines.map((line) => line.gross));
  const taxes = lines.flatMap((line) => line.taxes.map((tax) => tax.amount));
  equal("lines and tip", totalAmount, gross + tipAmount);
  equal("the lines' taxes", taxAmount, sum(taxes));
  return lines;
}

function readLines(text: string): Line[] {
  const lines = readExactly(text) as Line[];
  const isExact = lines.every(
    ({ gross, taxes, parts }) =>
      typeof gross === "bigint" &&
      [
        ...taxes.map((tax) => tax.amount),
        ...parts.map((part) => part.gross),
      ].every((amount) => typeof amount === "bigint"),
  );
  if (!isExact) throw new Error("amounts are missing");
  return lines;
}

/** One without a state is posted. */
async function stands(
  { reader }: HotelProof,
  { refundId }: RefundRow,
): Promise<boolean> {
  const states = await reader.all<{ stateNo: bigint; status: string }>(
    "refund_states",
    ["stateNo", "status"],
    ["stateNo"],
    { equal: { refund_id: refundId } },
  );
  return states.at(-1)?.status !== "reversed";
}

interface SoldPosting {
  postingId: bigint;
  kind: string;
  gross: bigint;
}

/** Those of the sale itself. */
async function readPostings(
  { reader }: HotelProof,
  { receiptId }: RefundedReceipt,
  sold: readonly RefundBill[],
): Promise<SoldPosting[]> {
  const postings: SoldPosting[] = [];
  for (const bill of sold)
    postings.push(
      ...(await reader.all<SoldPosting>(
        "postings",
        ["postingId", "kind", "gross"],
        ["postingId"],
        {
          equal: { receipt_id: receiptId },
          after: [bill.firstPostingId - 1n],
          upTo: [lastOf(bill)],
        },
      )),
    );
  return postings;
}

/** No posting of the sale is taken back by more than it was, or with the other sign. */
function proveParts(
  proof: HotelProof,
  { receiptId }: RefundedReceipt,
  parts: Line["parts"],
  postings: readonly SoldPosting[],
): void {
  const left = new Map(postings.map((own) => [own.postingId, own.gross]));
  const taken = Map.groupBy(parts, ({ postingId }) => postingId);
  for (const [postingId, own] of taken) {
    const gross = left.get(postingId);
    const back = sum(own.map((part) => part.gross));
    const fits =
      gross !== undefined &&
      (gross < 0n ? back <= 0n && back >= gross : back >= 0n && back <= gross);
    const about = { receipt: receiptId, posting: postingId };
    proof.expect(fits, "refund", about, () => ({
      expected:
        gross === undefined
          ? "a posting of the receipt, as it was given back"
          : `at most ${proof.money(gross)} given back, what it was`,
      found: gross === undefined ? NOTHING_THERE : proof.money(back),
    }));
  }
}

function lastOf({
  firstPostingId,
  postingCount,
}: Pick<RefundBill, "firstPostingId" | "postingCount">): bigint {
  return firstPostingId + (postingCount - 1n) * ID_STEP;
}

interface StateRow {
  refundId: bigint;
  stateNo: bigint;
  status: string;
}

/** The states of every refund are numbered without a gap, and are of a refund that is there. */
export async function proveRefundStates(proof: HotelProof): Promise<void> {
  const states = await proof.reader.beside<StateRow>(
    "refund_states",
    ["refundId", "stateNo", "status"],
    ["refundId", "stateNo"],
    ({ refundId }) =>
      proof.miss(
        "belongs-nowhere",
        { refund: refundId },
        "the refund of a state",
      ),
  );
  const refunds = proof.reader.pieces<{ refundId: bigint }>(
    "refunds",
    ["refundId"],
    ["refundId"],
  );
  for await (const piece of refunds) {
    for (const { refundId } of piece) {
      if (!states.reaches(refundId)) continue;
      const own = await states.takeOf(refundId);
      own.forEach(({ stateNo, status }, index) => {
        const fits =
          stateNo === BigInt(index + 1) &&
          (status === "posted" || status === "reversed");
        proof.expect(fits, "refund", { refund: refundId }, () => ({
          expected: `posted or reversed as state ${index + 1}`,
          found: `${status} as state ${stateNo}`,
        }));
      });
    }
  }
  await states.end();
}
