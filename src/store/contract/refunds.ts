import type { Bill } from "../../folios/posting.ts";
import type {
  RefundRefusal,
  RefundRequest,
} from "../../folios/refund-decision.ts";
import type {
  RefundKind,
  RefundLine,
  RefundTotals,
} from "../../folios/refund.ts";
import type { Decimal, Minor } from "../../money.ts";
import type { Actor, Idempotency } from "./acts.ts";

export interface MakeRefund {
  actor: Actor;
  propertyId: string;
  /** Our id; or any name of a receipt, where one alone has it. */
  receipt: bigint | string;
  asked: RefundRequest;
  idempotency: Idempotency | null;
}

/** A refund as it was made; a repeat gets the same. */
export interface MadeRefund {
  kind: "done";
  refund: RefundView;
  /** What may still be given back of the sale. */
  remaining: {
    amount: Minor;
    tip: Minor;
    lines: { lineNo: number; quantity: Decimal; amount: Minor }[];
  };
  /** Of the guests' folios it is on. */
  balances: { folioId: string; balance: Minor }[];
}

export type RefundRefused = RefundRefusal | { kind: "no-such-receipt" };

/** What was given back: here, or by a reversal at the till. Amounts are positive. */
export interface RefundView {
  refundId: bigint;
  origin: "here" | "till";
  kind: RefundKind;
  status: "posted" | "reversed";
  /** The sale it takes back; null of a reversal whose original is not known. */
  receipt: {
    receiptId: bigint;
    uuid: string | null;
    fiscId: string | null;
  } | null;
  businessLocationId: string;
  bills: Pick<Bill, "folioId" | "amount" | "gratuity">[];
  /** The guest, where it is one. */
  customer: { folioId: string; name: string | null } | null;
  /** Its business date. */
  postedDate: string;
  totals: RefundTotals;
  /** Settled outside. */
  external: boolean;
  /** What the till gave back as well, though it had been settled outside. */
  overRefunded: Minor;
  reason: string | null;
  externalKey: string | null;
  /** Null in place of a line that is not linked. */
  lines: (Omit<RefundLine, "lineNo" | "parts"> & { lineNo: number | null })[];
  createdAt: number;
  modifiedAt: number;
}
