import type { Minor } from "../money.ts";
import type { LocationPlace } from "../properties/lightspeed-grant.ts";

/** What came of comparing; all but `matched` are items of a reconciliation (design "Reconciliation"). */
export const OUTCOMES = [
  "matched",
  "missing-here",
  "missing-at-lightspeed",
  "amount-differs",
  "explained",
  "ignored",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * Why, where the outcome alone does not say it.
 * `recovered`: it has been posted since, from the sale or by the till. `refused`: it waits for staff, sent by the till or
 * recovered. `payments`, `tips`, `tax`: what differs first. `payments-changed`: a correction made at Lightspeed. `refund-here`, `dismissed`: done by staff. `voided-at-till`: a refused bill and its void.
 * `sale-type`, `not-mirrored`, `before-go-live`, `nothing-changed`: no bill of the receiver.
 */
export const REASONS = [
  "recovered",
  "refused",
  "payments",
  "tips",
  "tax",
  "payments-changed",
  "refund-here",
  "dismissed",
  "voided-at-till",
  "sale-type",
  "not-mirrored",
  "before-go-live",
  "nothing-changed",
] as const;
export type Reason = (typeof REASONS)[number];

/** What was paid by one method, tips apart. */
export interface PaidBy {
  methodCode: string;
  payments: Minor;
  tips: Minor;
}

/** What one side says of a bill: each method once. */
export interface Side {
  methods: PaidBy[];
  tax: Minor;
}

export const NOTHING: Side = { methods: [], tax: 0n };

/** A sale as far as it is compared, in the money of the property. */
export interface ComparedSale {
  /** By what it is known in a reconciliation, however often Lightspeed gives it. */
  key: string;
  uuid: string | null;
  fiscId: string | null;
  receiptNumber: string | null;
  /** Of the account it goes back to. */
  previousAccountId: string | null;
  type: string | null;
  /** Milliseconds UTC. */
  closedAt: number | null;
  lines: number;
  paid: Side;
}

/** A receipt as far as it is compared. */
export interface ComparedReceipt {
  receiptId: bigint;
  uuid: string | null;
  fiscId: string | null;
  receiptNumber: string | null;
  businessLocationId: string;
  /** Milliseconds UTC. */
  closedAt: number;
  /** As the till sent it. */
  paid: Side;
  /** False of a void that took back what was never on a folio: it posted nothing. */
  stands: boolean;
}

/** A refused receipt that is no receipt. */
export interface ComparedRefused {
  refusedId: bigint;
  status: "open" | "dismissed" | "superseded";
}

/** What the receiver has of a sale. */
export type Found =
  | { kind: "receipt"; receipt: ComparedReceipt }
  /** Of the account that the sale corrects. */
  | { kind: "corrected"; receipt: ComparedReceipt }
  | { kind: "refused"; refused: ComparedRefused };

/** A business location as far as it decides what concerns the receiver. */
export interface ComparedLocation extends Pick<
  LocationPlace,
  "businessLocationId"
> {
  /** Every closed bill is sent here, not only room charges. */
  mirrors: boolean;
  /** Milliseconds UTC; null: not known. */
  goLiveAt: number | null;
}

/** One bill on both sides, or on one of them. */
export interface Comparison {
  key: string;
  outcome: Outcome;
  reason: Reason | null;
  businessLocationId: string;
  businessDate: string;
  closedAt: number | null;
  saleType: string | null;
  uuid: string | null;
  fiscId: string | null;
  receiptNumber: string | null;
  receiptId: bigint | null;
  refusedId: bigint | null;
  refundId: bigint | null;
  lightspeed: Side;
  here: Side;
}
