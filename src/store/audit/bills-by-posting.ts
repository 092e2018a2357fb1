import { ID_STEP } from "../../folios/charge-decision.ts";
import type { BillCause } from "../../folios/posting.ts";
import { CLEARING_PREFIX } from "../../properties/property.ts";
import type { ReceiptKind } from "../../receipts/receipt.ts";
import type { HotelProof } from "./hotel-proof.ts";
import type { RowCursor } from "./row-cursor.ts";

interface BillRow {
  firstPostingId: bigint;
  receiptId: bigint;
  billNo: bigint;
  cause: BillCause;
  /** Of the receipt; null where it is not there. */
  kind: ReceiptKind | null;
  folioId: string;
  amount: bigint;
  gratuity: bigint;
  postingCount: bigint;
}

export type BillOfPosting = Pick<BillRow, "cause" | "kind">;

interface OfBill {
  postingId: bigint;
  receiptId: bigint;
  folioId: string;
  kind: string;
  gross: bigint;
}

/** A bill some of whose postings have been seen. */
interface OpenBill {
  bill: BillRow;
  next: bigint;
  seen: bigint;
  /** Without payments, and with them. */
  owed: bigint;
  all: bigint;
}

/**
 * Bills in the order of their first posting, beside the postings. A bill names its postings by the first of their ids and
 * their number; those of several writers may lie between each other, so that a few bills are open at a time.
 */
export class BillsByPosting {
  readonly #proof: HotelProof;
  readonly #bills: RowCursor<BillRow>;
  /** By the posting each waits for. */
  readonly #open = new Map<bigint, OpenBill>();

  private constructor(proof: HotelProof, bills: RowCursor<BillRow>) {
    this.#proof = proof;
    this.#bills = bills;
  }

  static async open(proof: HotelProof): Promise<BillsByPosting> {
    const bills = await proof.reader.beside<BillRow>(
      "bills",
      [
        "firstPostingId",
        "receiptId",
        "billNo",
        "cause",
        "kind",
        "folioId",
        "amount",
        "gratuity",
        "postingCount",
      ],
      ["firstPostingId", "receiptId", "billNo"],
      // After the last posting: what it has is missing.
      (bill) => close(proof, nothingSeen(bill)),
      { joined: { table: "receipts", by: ["property_id", "receipt_id"] } },
    );
    return new BillsByPosting(proof, bills);
  }

  /** Whether bills begin at this posting, or began before it. */
  reaches(postingId: bigint): boolean {
    return this.#bills.reaches(postingId);
  }

  async take(postingId: bigint): Promise<void> {
    for (const bill of await this.#bills.takeUpTo(postingId)) {
      const open = nothingSeen(bill);
      if (bill.postingCount > 0n) this.#wait(open);
      else close(this.#proof, open);
    }
  }

  /** In the order of their ids; answers the bill that it is a part of. */
  add(posting: OfBill): BillOfPosting | null {
    const { postingId } = posting;
    for (const open of [...this.#open.values()])
      if (open.next < postingId) this.#skipTo(open, postingId);
    const found = this.#open.get(postingId);
    if (found === undefined) {
      this.#proof.say(
        "posting-without-bill",
        {
          receipt: posting.receiptId,
          folio: posting.folioId,
          posting: postingId,
        },
        { expected: "a bill it is a part of", found: "none" },
      );
      return null;
    }
    this.#open.delete(postingId);
    this.#count(found, posting);
    found.next = postingId + ID_STEP;
    if (found.next > lastOf(found.bill)) close(this.#proof, found);
    else this.#wait(found);
    return found.bill;
  }

  /** There are no more postings. */
  async end(): Promise<void> {
    for (const open of this.#open.values()) close(this.#proof, open);
    await this.#bills.end();
  }

  #wait(open: OpenBill): void {
    const other = this.#open.get(open.next);
    if (other === undefined) {
      this.#open.set(open.next, open);
      return;
    }
    this.#proof.say("bill-postings", aboutBill(open.bill), {
      expected: `posting ${open.next} of its own`,
      found: `one of bill ${other.bill.billNo} of receipt ${other.bill.receiptId}`,
    });
  }

  #skipTo(open: OpenBill, postingId: bigint): void {
    this.#open.delete(open.next);
    const steps = (postingId - open.next + ID_STEP - 1n) / ID_STEP;
    open.next += steps * ID_STEP;
    if (open.next > lastOf(open.bill)) close(this.#proof, open);
    else this.#wait(open);
  }

  #count(open: OpenBill, { kind, gross, ...posting }: OfBill): void {
    const { bill } = open;
    open.seen++;
    open.all += gross;
    if (kind !== "payment") open.owed += gross;
    const isIts =
      posting.receiptId === bill.receiptId && posting.folioId === bill.folioId;
    this.#proof.expect(
      isIts,
      "bill-postings",
      { ...aboutBill(bill), posting: posting.postingId },
      () => ({
        expected: "a posting of the bill's receipt and folio",
        found: `one of receipt ${posting.receiptId}, folio ${posting.folioId}`,
      }),
    );
  }
}

function nothingSeen(bill: BillRow): OpenBill {
  return { bill, next: bill.firstPostingId, seen: 0n, owed: 0n, all: 0n };
}

/** What was seen of a bill is all there is of it. */
function close(proof: HotelProof, { bill, seen, owed, all }: OpenBill): void {
  const about = aboutBill(bill);
  proof.expect(seen === bill.postingCount, "bill-postings", about, () => ({
    expected: `${bill.postingCount} postings`,
    found: String(seen),
  }));
  const total = bill.amount + bill.gratuity;
  proof.expect(owed === total, "bill-postings", about, () => ({
    expected: `postings of ${proof.money(total)}, the bill's amount and tip`,
    found: proof.money(owed),
  }));
  if (!bill.folioId.startsWith(CLEARING_PREFIX)) return;
  proof.expect(all === 0n, "clearing-account", about, () => ({
    expected: `${proof.money(0n)}, payments included`,
    found: proof.money(all),
  }));
}

function lastOf({ firstPostingId, postingCount }: BillRow): bigint {
  return firstPostingId + (postingCount - 1n) * ID_STEP;
}

function aboutBill({ receiptId, billNo, folioId }: BillRow) {
  return { receipt: receiptId, bill: billNo, folio: folioId };
}
