import type { Decimal, Minor } from "../money.ts";
import type { Property } from "../properties/property.ts";
import type { ChargeEffects, IdSource } from "./charge-decision.ts";
import type {
  NewRefund,
  RefundableReceipt,
  RefundKind,
  RefundLine,
} from "./refund.ts";
import type { TipRest } from "./refundable.ts";

/** What a person of the hotel wants to give back. Amounts and quantities are positive. */
export interface RefundRequest {
  /** Each by quantity, by amount, or the rest of it. Null: the whole receipt. */
  lines: RefundedLine[] | null;
  /** Of the whole receipt. */
  amount: Minor | null;
  tip: Minor | null;
  /** Only from what stands on this folio. */
  folioId: string | null;
  /** Settled outside. */
  external: boolean;
  /** What who asks has paid back; it must be what the refund comes to. Null: not said. */
  paid: Minor | null;
  reason: string | null;
  externalKey: string | null;
}

export interface RefundedLine {
  lineNo: number;
  /** The receipt whose line it is said to be. Null: not said. */
  receiptId: bigint | null;
  quantity: Decimal | null;
  amount: Minor | null;
}

export interface RefundFacts {
  now: number;
  property: Property;
  lastClosedDate: string | null;
  receipt: RefundableReceipt & {
    receiptId: bigint;
    businessLocationId: string;
  };
  /** Of guests who have checked out, and of accounts the hotel has no more. */
  goneFolios: ReadonlySet<string>;
  ids: IdSource;
}

/** Why nothing was given back, which member says so, and what is left there. */
export interface RefundRefusal {
  kind: "refused";
  rule: RefundRule;
  /** JSON pointer into the request. */
  pointer: string;
  /** What is wrong; where another member would help, the door says which. */
  detail: string;
  left: { amount: Minor; quantity: Decimal | null } | null;
}

export function refusal(
  rule: RefundRule,
  pointer: string,
  detail: string,
): RefundRefusal {
  return { kind: "refused", rule, pointer, detail, left: null };
}

export type RefundRule =
  | "not-a-sale"
  | "receipt-ambiguous"
  | "line-unknown"
  | "line-not-sold"
  | "quantity-over-rest"
  | "amount-over-rest"
  | "tip-over-rest"
  | "payment-mismatch"
  | "nothing-left"
  | "folio-not-on-receipt"
  | "folio-checked-out"
  | "only-external";

/** What is given back of each posting, before it is posted. */
export interface Taken {
  kind: RefundKind;
  lines: RefundLine[];
  tips: TipRest[];
}

/** A refund with what it writes into the books. */
export interface PostedRefund {
  kind: "posted";
  refund: NewRefund;
  effects: ChargeEffects;
}
