import { isFirstPosting } from "../../folios/posting.ts";
import { sum } from "../../money.ts";
import type {
  ReceiptKind,
  TotalledLine,
  TotalledPayment,
} from "../../receipts/receipt.ts";
import { readLines, readPayments } from "../documents.ts";
import { flagsBeside, proveFlags } from "./flag-history.ts";
import type { HotelProof } from "./hotel-proof.ts";
import { LINK_MEMBERS, standingLink } from "./link-history.ts";
import type { LinkRow } from "./link-history.ts";
import { BILL_MEMBERS, isRefund, proveBills } from "./prove-bills.ts";
import type { BillRow, Paid } from "./prove-bills.ts";
import type { DaysCounted } from "./prove-days.ts";
import { IDENTITY_MEMBERS, proveIdentities } from "./prove-identities.ts";
import type { IdentifiedReceipt, IdentityRow } from "./prove-identities.ts";
import { proveRefunds, REFUND_MEMBERS } from "./prove-refunds.ts";
import type { RefundRow } from "./prove-refunds.ts";

interface ReceiptRow extends IdentifiedReceipt {
  kind: ReceiptKind;
  gross: bigint;
  tax: bigint;
  tips: bigint;
  initialAccountId: string | null;
  businessDate: string;
  closedAt: bigint;
  linesDigest: Uint8Array;
  lines: string;
  payments: string;
}

const RECEIPT_MEMBERS = [
  "receiptId",
  "uuid",
  "fiscId",
  "initialAccountId",
  "idempotencyKey",
  "businessLocationId",
  "kind",
  "gross",
  "tax",
  "tips",
  "businessDate",
  "closedAt",
  "chainRoot",
  "contentDigest",
  "linesDigest",
  "lines",
  "payments",
] as const;

interface OfReceipt {
  receiptId: bigint;
}

/**
 * Every receipt with all that is kept beside it: its sums are those of its lines and payments, its bills come to what was
 * paid, it is known by its identities, and nothing is kept beside a receipt that is not there. Answers how many there are,
 * and adds them to their days.
 */
export async function proveReceipts(
  proof: HotelProof,
  days: DaysCounted,
): Promise<number> {
  let count = 0;
  const sides = await openSides(proof);
  const receipts = proof.reader.pieces<ReceiptRow>(
    "receipts",
    RECEIPT_MEMBERS,
    ["receiptId"],
  );
  for await (const piece of receipts) {
    count += piece.length;
    for (const receipt of piece) {
      const id = receipt.receiptId;
      const about = { receipt: id };
      const bills = await sides.bills.takeOf(id);
      const links = await sides.links.takeOf(id);
      const link = standingLink(proof, "receipt-link", about, links);
      const lines = proveReceipt(proof, receipt, bills, link);
      days.of(receipt.businessDate).addReceipt({
        kind: receipt.kind,
        lines,
        isPosted: bills.some((bill) => isFirstPosting(bill.cause)),
      });
      await proveRefunds(proof, receipt, await sides.refunds.takeOf(id), {
        bills: bills.filter(isRefund),
        sold: bills.filter((bill) => !isRefund(bill)),
      });
      await proveIdentities(proof, receipt, await sides.identities.takeOf(id));
      const folios = new Set(bills.map((bill) => bill.folioId));
      proveFlags(proof, about, await sides.flags.takeOf(id), folios);
      for (const { fromId } of await sides.linked.takeOf(id))
        proof.expect(receipt.kind === "sale", "receipt-link", about, () => ({
          expected: `a sale, as receipt ${fromId} reverses it`,
          found: `a ${receipt.kind}`,
        }));
      await sides.bodies.takeOf(id);
      await sides.outcomes.takeOf(id);
    }
  }
  for (const side of Object.values(sides)) await side.end();
  return count;
}

async function openSides(proof: HotelProof) {
  const { reader } = proof;
  const strayOf =
    (what: string) =>
    ({ receiptId }: OfReceipt): void =>
      proof.miss(
        "belongs-nowhere",
        { receipt: receiptId },
        `the receipt of ${what}`,
      );
  const linkEnds = (id: bigint, expected: string): void =>
    proof.miss("receipt-link", { receipt: id }, expected);
  const reversals = { kind: "reverses-receipt" };
  return {
    bills: await reader.beside<BillRow>(
      "bills",
      BILL_MEMBERS,
      ["receiptId", "billNo"],
      strayOf("a bill"),
    ),
    identities: await reader.beside<IdentityRow>(
      "identities",
      IDENTITY_MEMBERS,
      ["receiptId", "kind"],
      strayOf("an identity"),
    ),
    bodies: await reader.beside<OfReceipt>(
      "receipt_bodies",
      ["receiptId"],
      ["receiptId"],
      strayOf("a body as received"),
    ),
    outcomes: await reader.beside<OfReceipt>(
      "refused_states",
      ["receiptId"],
      ["receiptId"],
      strayOf("a refused receipt's outcome"),
      { present: "receipt_id" },
    ),
    refunds: await reader.beside<RefundRow>(
      "refunds",
      REFUND_MEMBERS,
      ["receiptId", "refundId"],
      strayOf("a refund"),
    ),
    links: await reader.beside<LinkRow>(
      "links",
      LINK_MEMBERS,
      ["fromId", "linkId"],
      ({ fromId }) => linkEnds(fromId, "the receipt that a link begins at"),
      { equal: reversals },
    ),
    linked: await reader.beside<LinkRow>(
      "links",
      LINK_MEMBERS,
      ["toId"],
      ({ fromId, toId }) => linkEnds(fromId, `receipt ${toId}, as linked`),
      { equal: { ...reversals, to_type: "receipt" } },
    ),
    flags: await flagsBeside(proof, "receipt"),
  };
}

/** Answers its lines. */
function proveReceipt(
  proof: HotelProof,
  receipt: ReceiptRow,
  bills: readonly BillRow[],
  link: LinkRow | null,
): TotalledLine[] {
  const about = { receipt: receipt.receiptId };
  proof.expectLocation(about, receipt.businessLocationId);
  const root = receipt.initialAccountId ?? receipt.fiscId;
  proof.expect(receipt.chainRoot === root, "receipt-identity", about, () => ({
    expected: `the chain root ${root}, its initial account or fiscal id`,
    found: String(receipt.chainRoot),
  }));
  proof.expect(
    link === null || receipt.kind === "reversal",
    "receipt-link",
    about,
    () => ({
      expected: `a reversal, as it reverses ${link?.toType} ${link?.toId}`,
      found: `a ${receipt.kind}`,
    }),
  );
  const lines = proof.document(about, "lines", () => readLines(receipt.lines));
  const payments = proof.document(about, "payments", () =>
    readPayments(receipt.payments),
  );
  if (lines !== null && payments !== null) {
    const paid = proveSums(proof, receipt, { lines, payments });
    proveBills(proof, receipt, bills, { link, paid });
  }
  return lines ?? [];
}

/** Its totals are those of its own lines and payments; answers what was paid. */
function proveSums(
  proof: HotelProof,
  receipt: ReceiptRow,
  {
    lines,
    payments,
  }: {
    lines: readonly TotalledLine[];
    payments: readonly TotalledPayment[];
  },
): Paid {
  const about = { receipt: receipt.receiptId };
  const amount = sum(payments.map((payment) => payment.amount));
  const gratuity = sum(payments.map((payment) => payment.gratuity));
  const taxes = lines.flatMap((line) => line.taxes.map((tax) => tax.amount));
  const equal = (name: string, is: bigint, of: string, was: bigint): void =>
    proof.expect(is === was, "receipt-sums", about, () => ({
      expected: `${name} ${proof.money(was)}, the sum of its ${of}`,
      found: proof.money(is),
    }));
  equal("gross", receipt.gross, "lines", sum(lines.map((line) => line.gross)));
  equal("gross", receipt.gross, "payments", amount);
  equal("tax", receipt.tax, "lines' taxes", sum(taxes));
  equal("tips", receipt.tips, "payments' tips", gratuity);
  const worth = amount === 0n ? gratuity : amount;
  proof.expect(
    worth < 0n === (receipt.kind === "reversal"),
    "receipt-sums",
    about,
    () => ({
      expected:
        worth < 0n
          ? "a reversal, as less than nothing was paid"
          : "no reversal, as nothing was given back",
      found: `a ${receipt.kind}`,
    }),
  );
  return { amount, gratuity };
}
