import type { Charge } from "../../../folios/charge-decision.ts";
import type { TotalledReceipt } from "../../../receipts/receipt.ts";
import { documentsOf, readLines, readPayments } from "../../documents.ts";
import type { ChargeDocuments } from "../../documents.ts";

/**
 * A charge on its way to the thread that writes. Its lines and payments travel as the documents they will be kept as:
 * to clone them as objects would cost more than to decide about them.
 */
export interface PackedCharge extends Omit<Charge, "totalled"> {
  totalled: Omit<TotalledReceipt, "lines" | "payments">;
  documents: ChargeDocuments;
  contentRanks: number[];
}

export function packCharge(charge: Charge): PackedCharge {
  const { lines, payments: _, ...totalled } = charge.totalled;
  return {
    ...charge,
    totalled,
    documents: documentsOf(charge),
    contentRanks: lines.map((line) => line.contentRank),
  };
}

export function unpackCharge(packed: PackedCharge): Charge {
  const { documents, contentRanks, totalled, ...charge } = packed;
  const lines = readLines(documents.lines);
  lines.forEach((line, index) => (line.contentRank = contentRanks[index]!));
  const payments = readPayments(documents.payments);
  return { ...charge, totalled: { ...totalled, lines, payments } };
}
