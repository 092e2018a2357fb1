import type { Decimal, Minor } from "../money.ts";

/** What a till says of a bill as a whole (reference b). Ids are strings, instants milliseconds UTC. */
export interface ReceiptHead {
  /** The 16 bytes as 32 lower-case hex digits; one spelling for both base64 alphabets and the 36-character form. */
  uuid: string | null;
  fiscId: string | null;
  initialAccountId: string | null;
  receiptNumber: string | null;
  openedAt: number | null;
  closedAt: number | null;
  tableName: string | null;
  covers: string | null;
  deviceId: string | null;
  ownerId: string | null;
  ownerName: string | null;
  revenueCenterId: string | null;
  revenueCenterName: string | null;
  businessExternalReference: string | null;
}

/** One closed bill as the till sent it, read exactly. */
export interface Receipt extends ReceiptHead {
  serviceCharge: ServiceCharge | null;
  lines: ReceiptLine[];
  payments: ReceiptPayment[];
}

export interface ServiceCharge {
  /** Null: what the lines contribute. */
  amount: Decimal | null;
  /** `UNTAXED`, `APPORTIONED`, or a value not known yet. */
  type: string | null;
}

export interface ReceiptLine {
  sku: string | null;
  description: string | null;
  groupId: string | null;
  groupName: string | null;
  quantity: Decimal | null;
  unitAmount: Decimal | null;
  amount: Decimal;
  taxId: string | null;
  taxName: string | null;
  /** Multiplier, 1.077 for 7.7 %. */
  taxRate: Decimal | null;
  taxIncluded: boolean | null;
  taxLines: ReceiptTaxLine[];
  /** Share of the service charge; not part of `amount`. */
  contribution: Decimal;
  type: string | null;
  staffId: string | null;
}

export interface ReceiptTaxLine {
  taxId: string | null;
  taxName: string | null;
  taxAmount: Decimal;
  taxRate: Decimal | null;
  taxIncluded: boolean | null;
}

export interface ReceiptPayment {
  methodCode: string | null;
  methodName: string | null;
  reservationId: string | null;
  /** Without the tip. */
  amount: Decimal;
  gratuity: Decimal;
  paidAt: number | null;
  staffId: string | null;
}

/** The method code of a room charge (reference b, payment level). */
export const ROOM_CHARGE = "IKPMS";

export type LineKind =
  | "item"
  | "discount"
  | "surcharge"
  | "service-charge"
  | "rounding"
  | "difference";

export interface TaxPart {
  /** Percent as canonical decimal text, `7.7`. */
  rate: string;
  name: string;
  amount: Minor;
}

/** A line in whole minor units. `gross` = `net` + Σ `taxes`; over a receipt the grosses equal the payments. */
export interface TotalledLine {
  /** 1, 2, 3 … in the order sent; made lines (service charge, rounding, difference) come last. */
  lineNo: number;
  kind: LineKind;
  /** A discount of one line (`LineDiscount`), not of the whole bill. */
  ofOneLine: boolean;
  description: string;
  /** Exact decimal text; null for made lines. */
  quantity: Decimal;
  sku: string | null;
  groupId: string | null;
  groupName: string | null;
  staffId: string | null;
  gross: Minor;
  taxes: TaxPart[];
  /** Its share of a service charge that is taxed like it, with tax, where the till told shares; 0: it bears none. */
  serviceShare: Decimal | null;
  /** Exact gross where it has more decimals than the currency. */
  exactGross: string | null;
  /** Place in the order of content without signs: a bill and its void are split alike. Equal content has one place. */
  contentRank: number;
}

export interface TotalledPayment {
  methodCode: string;
  methodName: string;
  reservationId: string | null;
  amount: Minor;
  gratuity: Minor;
}

export type ReceiptKind = "sale" | "reversal" | "zero";

/** A receipt in the money of the property: what the decision and the store work with. */
export interface TotalledReceipt {
  receipt: ReceiptHead;
  /** When its payments were made, where they say so; milliseconds UTC. */
  paidAt: number[];
  kind: ReceiptKind;
  gross: Minor;
  tax: Minor;
  tips: Minor;
  serviceCharge: Minor;
  lines: TotalledLine[];
  payments: TotalledPayment[];
  /** Receipt-wide flags raised by reading it (`out-of-balance`, `rounded`, `tax-rate-implausible`). */
  flags: string[];
}
