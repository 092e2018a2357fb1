/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

export const SCHEMA_NAMES = [
  "AccountingGroupCode",
  "Acknowledgement",
  "ApiKey",
  "ApiKeyIssued",
  "ApiKeyList",
  "ApiKeyRequest",
  "Bill",
  "BusinessDate",
  "BusinessDateList",
  "BusinessDateSummary",
  "BusinessLocation",
  "ChargeLine",
  "ChargePayment",
  "ChargeRequest",
  "ComparedCounts",
  "ComparedDay",
  "ComparedLocation",
  "ComparedMethod",
  "ComparedOutcome",
  "ComparedPayments",
  "ComparedSums",
  "ComparedTotals",
  "DismissRequest",
  "Flags",
  "Folio",
  "GivenInstant",
  "Health",
  "HouseAccount",
  "HouseAccountBalance",
  "HouseAccountList",
  "Instant",
  "LightspeedAccountingGroup",
  "LightspeedAccountingGroups",
  "LightspeedBusinesses",
  "LightspeedClient",
  "LightspeedConsumer",
  "LightspeedDecimal",
  "LightspeedFinancials",
  "LightspeedId",
  "LightspeedInstant",
  "LightspeedPayment",
  "LightspeedPaymentMethods",
  "LightspeedProvider",
  "LightspeedProviderError",
  "LightspeedProviders",
  "LightspeedRevenueCenter",
  "LightspeedRevenueCenters",
  "LightspeedSale",
  "LightspeedSaleLine",
  "LightspeedSalesDay",
  "LightspeedSalesPage",
  "LightspeedTaxLine",
  "LightspeedTaxRates",
  "Link",
  "ManagementToken",
  "MoneyLimit",
  "MoneyText",
  "NightAudit",
  "PageLinks",
  "Posting",
  "PostingList",
  "Problem",
  "Property",
  "ProvisionedApiKey",
  "ProvisionedLocation",
  "ProvisionedProperty",
  "Provisioning",
  "QuantityText",
  "RateText",
  "Readiness",
  "Receipt",
  "ReceiptKind",
  "ReceiptLine",
  "ReceiptList",
  "ReceiptPayment",
  "ReceiptSummary",
  "Reconciliation",
  "ReconciliationItem",
  "ReconciliationItemList",
  "ReconciliationList",
  "ReconciliationRequest",
  "ReconciliationSummary",
  "Refund",
  "RefundList",
  "RefundMade",
  "RefundRequest",
  "RefusedDecision",
  "RefusedGuest",
  "RefusedReceipt",
  "RefusedReceiptList",
  "RepostCandidate",
  "RepostRequest",
  "Reservation",
  "ReservationList",
  "ReservationPatch",
  "ReservationPatches",
  "Reservations",
  "ReservationsAnswer",
  "RetailRefundLine",
  "RetailRefundMade",
  "RetailRefundPayment",
  "RetailRefundRequest",
  "RetailSaleLine",
  "RetailSalePayment",
  "SearchAnswer",
  "SearchHit",
  "ServiceCharge",
  "ShapeFault",
  "TaxLine",
  "TaxShare",
  "TillDateTime",
  "TillError",
  "TillId",
  "TillNumber",
  "TransactionCodes",
] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];

/**
 * The transaction code of one accounting group: a code for all its lines, or a code with exceptions by tax rate.
 */
export type AccountingGroupCode =
  | string
  | {
      /**
       * Code for the rates that are not named; without it they are looked up further, by revenue center, kind and fallback.
       */
      code?: string;
      /**
       * Codes by tax rate in per cent; 7.7 and 7.70 are the same rate.
       */
      rates?: {
        [k: string]: string;
      };
    };
/**
 * An exact amount of money as decimal text, in the currency of the property and, in answers, with the decimals of that currency (12.00 for CHF, 1200 for JPY, 12.000 for KWD). Minus zero does not exist.
 */
export type MoneyText = string;
/**
 * What staff should look at, as it stands now. The list is open. Names used: out-of-balance, unsplittable, unmapped, original-unknown, redirected, after-checkout, reversed-twice, late, date-guessed, fiscal-id-reused, answered-503, recovered, over-refunded, over-credit-limit, possible-double, tax-rate-implausible, tax-not-found, partly-reversed, rounded, guest-blocked, content-conflict.
 *
 * Items: Small letters, digits and hyphens.
 */
export type Flags = string[];
/**
 * A moment in UTC, ISO 8601 with milliseconds.
 */
export type Instant = string;
/**
 * A new API key. This answer is the only place where the key itself is shown; a repeat with the same Idempotency-Key shows it again.
 */
export type ApiKeyIssued = ApiKey & {
  /**
   * The key, to be entered at Lightspeed.
   */
  key: string;
};
/**
 * A day of the hotel's books, YYYY-MM-DD. It ends at the property's dayEndsAt in its own time zone, so a bill closed at 01:30 usually belongs to the day before.
 */
export type BusinessDate = string;
/**
 * Features with which the provider was registered at Lightspeed.
 */
export type Features = (
  | "SEARCH_BY_NAME"
  | "MIRRORING"
  | "PARTIAL_PAYMENTS"
  | "MULTI_PAYMENTS"
  | "SERVICE_CHARGE"
  | "ENRICHED_PAYLOAD"
)[];
/**
 * A moment as a client gives it: ISO 8601 with seconds and with Z or an offset. A moment without zone is refused, since nobody could say which hour it means.
 */
export type GivenInstant = string;
/**
 * A number as the till writes it, in the currency of the business where it is an amount, or null. Trailing zeros carry no meaning: 9.0000 is 9. Text is refused, because a number in quotes is a change of type that Lightspeed would announce as a new version. The bound of a trillion keeps every sum inside exact arithmetic.
 */
export type TillNumber = number | null;
/**
 * An id as the till writes it: a 64-bit whole number, or the same digits as text (older tills). Null where the till has none. A JSON number above 2^53 loses digits in a double, so the receiver reads the digits from the text of the request and keeps every id as a string. Source: Lightspeed charge request, ids up to 2^63-1.
 */
export type TillId = number | string | null;
/**
 * A moment as the till writes it: ISO 8601 with or without seconds, their fractions, and zone. Without zone it is UTC; null where the till has none. Source: Lightspeed writes milliseconds today, wrote none before, and left out the zone in its first generation.
 */
export type TillDateTime = string | null;
/**
 * An exact quantity as decimal text: pieces, or a weight or measure, with the decimals that the till sent, at most 18. Parts of a line that was divided have three decimals. Minus zero does not exist.
 */
export type QuantityText = string;
/**
 * A tax rate in per cent as decimal text. Tills send multipliers: 1.077 there is 7.7 here. A multiplier outside 1 to 2 is shown as 0 and its receipt is flagged tax-rate-implausible.
 */
export type RateText = string;
/**
 * An exact amount of money that is not negative, as decimal text in the currency of the property.
 */
export type MoneyLimit = string;
/**
 * An id as Lightspeed writes it: a whole number of up to 64 bits, or text. A JSON number above 2^53 loses digits in a double, so the receiver reads the digits and keeps every id as a string.
 */
export type LightspeedId = number | string | null;
/**
 * An amount, rate or quantity as the Financial API writes it: exact decimal text with a point. A JSON number is understood, too; its digits are kept as they were written.
 */
export type LightspeedDecimal = string | number | null;
/**
 * A moment as Lightspeed writes it: ISO 8601 in UTC or with an offset; without a zone it is UTC.
 */
export type LightspeedInstant = string | null;
/**
 * The registrations that the OAuth client made. Source: Lightspeed K-Series PMS provider API; members that are not listed here are ignored.
 */
export type LightspeedProviders = LightspeedProvider[];
/**
 * The revenue centers of a business location: a list, or one alone in older answers. Source: Lightspeed K-Series PMS provider API; members that are not listed here are ignored.
 */
export type LightspeedRevenueCenters =
  LightspeedRevenueCenter[] | LightspeedRevenueCenter;
/**
 * Named accounts beside the reservations.
 *
 * @maxItems 10000
 */
export type HouseAccounts = HouseAccount[];
/**
 * The whole guest directory of a property. Guests who are absent from it are marked checked-out, never deleted.
 *
 * @maxItems 100000
 */
export type Reservations = Reservation[];
/**
 * One closed bill: what the till sent, what it came to, and what stands of it now. Amounts are in the currency of the property.
 */
export type Receipt = ReceiptSummary & {
  /**
   * Fiscal id of the first account of the chain, as sent.
   */
  initialAccountId: string | null;
  /**
   * ISO 4217 code of the currency of all amounts.
   */
  currency: string;
  /**
   * What each folio was charged; refunds are shown apart. Empty on a zero receipt.
   */
  bills: Bill[];
  /**
   * What was sold, in the order sent; lines that were made here come last.
   */
  lines: ReceiptLine[];
  /**
   * How it was paid.
   */
  payments: ReceiptPayment[];
  /**
   * All receipts with the same first account, this one included, oldest first.
   */
  chain: {
    /**
     * A receipt of the chain.
     */
    receiptId: string;
    kind: ReceiptKind;
  }[];
  /**
   * The receipt that this reversal takes back; null where none is linked.
   */
  reverses: string | null;
  /**
   * What was given back of it, whether at the till or here.
   */
  refunds: {
    /**
     * Id of the refund; of the receipt, where the till reversed it.
     */
    id: string;
    /**
     * reversed: it counts no more.
     */
    status: "posted" | "reversed";
    /**
     * With tax and tip, positive.
     */
    totalAmount: MoneyText;
  }[];
  /**
   * All that stands of its refunds, with tips; the till's included.
   */
  refundedAmount: MoneyText;
};
/**
 * reversal when its payments (else its tips) sum to less than zero; zero when nothing in it is worth anything.
 */
export type ReceiptKind = "sale" | "reversal" | "zero";
/**
 * A refund as it was made, with what is left now. A repeat with the same Idempotency-Key gets the same.
 */
export type RefundMade = Refund & {
  /**
   * What may still be given back of the sale.
   */
  remaining: {
    /**
     * Of all lines, with tax.
     */
    amount: MoneyText;
    /**
     * Of the tip.
     */
    tip: MoneyText;
    /**
     * Of each line.
     */
    lines: {
      /**
       * The line.
       */
      lineId: string;
      /**
       * As much as the money left pays for.
       */
      quantity: QuantityText;
      /**
       * With tax.
       */
      amount: MoneyText;
    }[];
  };
  /**
   * Of the guests' folios it is on, after it.
   */
  balances: {
    /**
     * The folio.
     */
    folioId: string;
    /**
     * Its balance.
     */
    balance: MoneyText;
  }[];
  /**
   * What people should know of it.
   */
  notice: string;
};
/**
 * Changes to the guest directory, merged by reservationId and applied together or not at all.
 *
 * @maxItems 100000
 */
export type ReservationPatches = ReservationPatch[];

/**
 * Answer to a bill that is posted and durable. Sent for the first time as posted and for every repeat of the same bill as replayed, otherwise unchanged; also for zero and mirrored bills, which charge no guest.
 */
export interface Acknowledgement {
  /**
   * posted: booked by this request. replayed: it was booked before and is booked once.
   */
  status: "posted" | "replayed";
  /**
   * Id that the receiver gave to the receipt.
   */
  receiptId: string;
  /**
   * What each folio was debited, tips included; negative for a credit.
   */
  bills: {
    /**
     * The folio that was charged.
     */
    folioId: string;
    /**
     * Amount plus tip in the currency of the property.
     */
    total: MoneyText;
  }[];
  flags: Flags;
}
/**
 * An API key of a business location as far as it can be shown. The key itself is kept as a digest only. Two keys of a location may be valid at once, so that a till can change over without a gap.
 */
export interface ApiKey {
  /**
   * Id of the key, not the key.
   */
  id: string;
  /**
   * Name for people.
   */
  name: string;
  /**
   * The outlet whose tills use it.
   */
  businessLocationId: string;
  /**
   * When it was issued.
   */
  createdAt: Instant;
  /**
   * Since when it is refused; null while it is valid.
   */
  revokedAt: Instant | null;
}
/**
 * API keys of a property, revoked ones included. One page of a list.
 */
export interface ApiKeyList {
  /**
   * The rows of this page.
   *
   * @maxItems 5000
   */
  results: ApiKey[];
  /**
   * Which page this is, from 1.
   */
  pageNumber: number;
  /**
   * Most rows on a page; the size in effect where more were asked for.
   */
  pageSize: number;
  /**
   * Rows that the filter leaves.
   */
  totalResults: number;
  /**
   * False where there are more rows than were counted (10,000).
   */
  totalIsExact?: boolean;
  _links: PageLinks;
}
/**
 * Where a list goes on. next and previous are missing at the ends. Follow next as it stands: its cursor is opaque and continues after the last row even while rows are added.
 */
export interface PageLinks {
  self: Link;
  current: Link;
  next?: Link;
  previous?: Link;
}
/**
 * A link, relative to the address of the server.
 */
export interface Link {
  /**
   * Path and query.
   */
  href: string;
}
/**
 * Asks for a new API key of a business location.
 */
export interface ApiKeyRequest {
  /**
   * Name for people, such as the till it is for.
   */
  name: string;
  /**
   * A business location of the property.
   */
  businessLocationId: string;
}
/**
 * The part of a receipt that one payer owes. Positive is a debit, negative a credit.
 */
export interface Bill {
  /**
   * The folio that owes it: a reservation, a house account or a clearing account.
   */
  folioId: string;
  /**
   * Without the tip, in the currency of the property.
   */
  amount: MoneyText;
  /**
   * The tip.
   */
  gratuity: MoneyText;
  /**
   * Amount plus tip.
   */
  total: MoneyText;
}
/**
 * Business dates of a property on which something happened or that were closed. One page of a list.
 */
export interface BusinessDateList {
  /**
   * The rows of this page.
   *
   * @maxItems 5000
   */
  results: BusinessDateSummary[];
  /**
   * Which page this is, from 1.
   */
  pageNumber: number;
  /**
   * Most rows on a page; the size in effect where more were asked for.
   */
  pageSize: number;
  /**
   * Rows that the filter leaves.
   */
  totalResults: number;
  /**
   * False where there are more rows than were counted (10,000).
   */
  totalIsExact?: boolean;
  _links: PageLinks;
}
/**
 * A business date in a list. Amounts are those of its report once it is closed, null while it is open.
 */
export interface BusinessDateSummary {
  businessDate: BusinessDate;
  status: "open" | "closed";
  closedAt: Instant | null;
  /**
   * Who closed it.
   */
  closedBy: string | null;
  /**
   * All but payments, tips and transfers.
   */
  gross: MoneyText | null;
  /**
   * Without tax.
   */
  net: MoneyText | null;
  /**
   * Of it.
   */
  tax: MoneyText | null;
  /**
   * Beside it.
   */
  tips: MoneyText | null;
}
/**
 * One outlet of the hotel as Lightspeed knows it. It has its own API keys, which are issued and listed apart.
 */
export interface BusinessLocation {
  /**
   * Business location id at Lightspeed, unique in the installation: letters, digits, dot, underscore and hyphen, at most 64.
   */
  id: string;
  /**
   * Name for people.
   */
  name: string;
  /**
   * A bill that names another reference than this is refused; one that names none is accepted. Without it any is.
   */
  businessExternalReference?: string | null;
  features?: Features;
  /**
   * Since when bills are expected here; sales before it are of no concern.
   */
  goLiveAt?: GivenInstant | null;
  transactionCodes?: TransactionCodes;
}
/**
 * How postings are named in the books of the hotel. The most specific entry wins: business location before property, and in each the accounting group with its rate, the accounting group, the revenue center, the kind of posting, the fallback. A posting that only the fallback catches is flagged unmapped. Every entry is optional.
 */
export interface TransactionCodes {
  /**
   * Code for whatever nothing else names.
   */
  fallback?: string;
  /**
   * Code of tips.
   */
  gratuity?: string;
  /**
   * Code of service charges.
   */
  serviceCharge?: string;
  /**
   * Code of discounts.
   */
  discount?: string;
  /**
   * Code of surcharges.
   */
  surcharge?: string;
  /**
   * Code of cents between lines and payments that are within the tolerance.
   */
  rounding?: string;
  /**
   * Code of differences between lines and payments above the tolerance.
   */
  difference?: string;
  /**
   * Code of the lines that make folios of a bill that cannot be divided equal their payments.
   */
  transfer?: string;
  /**
   * Codes by method code of the till.
   */
  payments?: {
    [k: string]: string;
  };
  /**
   * Code of payments whose method is not named; without it the fallback.
   */
  paymentFallback?: string;
  /**
   * Codes by id of the accounting group at Lightspeed.
   */
  accountingGroups?: {
    [k: string]: AccountingGroupCode;
  };
  /**
   * Codes by id of the revenue center at Lightspeed.
   */
  revenueCenters?: {
    [k: string]: string;
  };
}
/**
 * One line of the bill: something sold, a discount, a surcharge, or the same taken back. Lines explain a bill; its payments decide what is owed. Every member may be null or absent, except that a line without amount needs quantity and unitAmount. Members that are not listed here are ignored.
 */
export interface ChargeLine {
  /**
   * Price of one piece in the currency of the business.
   */
  unitAmount?: TillNumber;
  /**
   * Pieces, or a weight or measure with decimals. Negative on a refund, a cancellation or a void.
   */
  quantity?: TillNumber;
  /**
   * Total of the line in the currency of the business; with tax where taxIncluded is true, else without. Its sign, not that of the quantity, says whether the line adds or takes away.
   */
  amount?: TillNumber;
  /**
   * Name of the article as it stands on the receipt.
   */
  description?: string | null;
  /**
   * Id of the person who entered the line.
   */
  staffId?: TillId;
  /**
   * Name of the person who entered the line.
   */
  staffName?: string | null;
  /**
   * Id of the accounting group, by which lines are mapped to transaction codes. Lightspeed uses one id in all locations of a business.
   */
  groupId?: TillId;
  /**
   * Name of the accounting group.
   */
  groupName?: string | null;
  /**
   * Id of the tax; 0 or MULTI mark a line with several taxes. Deprecated by Lightspeed in favour of taxLines.
   */
  taxId?: number | string | null;
  /**
   * Name of the tax, or MULTI. Deprecated by Lightspeed in favour of taxLines.
   */
  taxName?: string | null;
  /**
   * Rate as a multiplier: 1.077 is 7.7 per cent. With several taxes their rounded sum. Deprecated by Lightspeed in favour of taxLines.
   */
  taxRate?: TillNumber;
  /**
   * True if the amount contains its tax.
   */
  taxIncluded?: boolean | null;
  /**
   * Article number of the till.
   */
  sku?: string | null;
  /**
   * Kind of line, sent with ENRICHED_PAYLOAD: Sale, LineDiscount, AccountDiscount, PercentItem. The list is open; an unknown kind is read by its sign.
   */
  type?: string | null;
  /**
   * Share of the service charge that belongs to this line, in the currency of the business. Not part of amount.
   */
  serviceChargeContribution?: TillNumber;
  /**
   * The taxes of the line one by one, sent with ENRICHED_PAYLOAD.
   *
   * @maxItems 50
   */
  taxLines?: TaxLine[] | null;
}
/**
 * One tax of one line, sent with the feature ENRICHED_PAYLOAD. Where it is present its taxAmount is the tax; the rate is rounded and serves to name it only. Members that are not listed here are ignored.
 */
export interface TaxLine {
  /**
   * Id of the tax at Lightspeed: text here, a number on the line.
   */
  taxId?: number | string | null;
  /**
   * Name of the tax as the hotel entered it.
   */
  taxName?: string | null;
  /**
   * Tax in the currency of the business, usually with four decimals. Negative on a reversed line.
   */
  taxAmount?: TillNumber;
  /**
   * Rate as a multiplier: 1.05 is five per cent.
   */
  taxRate?: TillNumber;
  /**
   * True if the amount of the line already contains this tax.
   */
  taxIncluded?: boolean | null;
}
/**
 * One tender of the bill. A payment with the code IKPMS is a room charge to its reservation: amount plus gratuity is what that guest owes. Every member but amount may be null or absent; members that are not listed here are ignored.
 */
export interface ChargePayment {
  /**
   * When the payment was taken: ISO 8601 text, or a whole number (milliseconds since 1970 from 100000000000 up, else seconds).
   */
  paymentDate?: string | number | null;
  /**
   * Id of the person who took the payment.
   */
  staffId?: TillId;
  /**
   * Name of the person who took the payment.
   */
  staffName?: string | null;
  /**
   * Tip in the currency of the business: outside revenue and tax, and not part of amount. Negative on a reversal.
   */
  gratuity?: TillNumber;
  /**
   * What was paid without the tip, in the currency of the business. Negative on a reversal. The payments decide the money, so this one number may not be left out.
   */
  amount: number;
  /**
   * Name of the payment method as the hotel chose it.
   */
  methodName?: string | null;
  /**
   * Code of the payment method. IKPMS is the room charge, whatever its name; the list is open.
   */
  methodCode?: string | null;
  /**
   * The reservation as the search answered it, an opaque text: 001 is not 1. It has a meaning beside IKPMS only.
   */
  reservationId?: string | null;
}
/**
 * One closed bill, as a Lightspeed Restaurant K-Series till sends it to {base}/charge. Amounts are JSON numbers in the currency of the business. Lightspeed counts new members, new values and members that become optional as compatible, so unknown members are ignored and nearly every member may be null or absent; types are strict. Only the key and the payments are required, because without them nobody can say whose bill it is and what it comes to.
 */
export interface ChargeRequest {
  /**
   * Name of the table or tab; often empty.
   */
  name?: string | null;
  /**
   * When the bill was opened.
   */
  openDate?: TillDateTime;
  /**
   * When the bill was closed. The business date of the hotel follows from it.
   */
  closeDate?: TillDateTime;
  /**
   * Guests at the table; 0 where the till did not ask, decimals are possible.
   */
  covers?: TillNumber;
  /**
   * Id of the person the bill belongs to.
   */
  ownerId?: TillId;
  /**
   * Name of the person the bill belongs to.
   */
  ownerName?: string | null;
  /**
   * Id of the device. Fiscal ids are made of it: device 56397 gives A56397.3.
   */
  deviceId?: TillId;
  /**
   * The reference of the integration at Lightspeed. Where one is configured for the business location, the two must agree.
   */
  businessExternalReference?: string | null;
  /**
   * The key that was chosen when the provider was registered for the business location. On a charge it stands here, never in the address.
   */
  apiKey: string;
  /**
   * Number printed on the receipt, R<device>.<n>; null on a zero receipt.
   */
  receiptId?: string | null;
  /**
   * Plain text of the receipt, sent by older tills.
   */
  receipt?: string | null;
  /**
   * Fiscal id of the account, A<device>.<n>. Device counters restart now and then, so it can come back for another bill.
   */
  fiscId?: string | null;
  /**
   * The 16 bytes that identify the account, in either base64 alphabet with or without padding, or in the 36-character form.
   */
  uuid?: string | null;
  /**
   * A leftover without documented meaning; ignored.
   */
  id?: {
    [k: string]: unknown;
  };
  /**
   * Fiscal id of the first account of the chain. On an ordinary sale it equals fiscId, so it says by itself nothing about a reversal.
   */
  initialAccountId?: string | null;
  /**
   * Deprecated by Lightspeed; never used as a key.
   */
  identifier?: string | null;
  /**
   * Id of the POS configuration inside the location.
   */
  revenueCenterId?: TillId;
  /**
   * Name of the POS configuration inside the location.
   */
  revenueCenterName?: string | null;
  /**
   * The lines of the bill; empty or absent on a zero receipt.
   *
   * @maxItems 2000
   */
  transactions?: ChargeLine[] | null;
  /**
   * The tenders of the bill. They decide the money.
   *
   * @maxItems 100
   */
  payments: ChargePayment[];
  /**
   * Service charge of the whole bill.
   */
  serviceCharge?: ServiceCharge | null;
}
/**
 * The service charge of the whole bill, sent with the feature SERVICE_CHARGE. Members that are not listed here are ignored.
 */
export interface ServiceCharge {
  /**
   * Total service charge in the currency of the business. Where the contributions of the lines add up to something else, this amount is the one that counts.
   */
  amount?: TillNumber;
  /**
   * UNTAXED: on top of the bill, outside tax. APPORTIONED: spread over the lines and taxed like them. The list is open.
   */
  type?: string | null;
}
/**
 * How many bills came to what.
 */
export interface ComparedCounts {
  /**
   * The same on both sides.
   */
  matched: number;
  /**
   * Only Lightspeed has them.
   */
  missingHere: number;
  /**
   * Only the receiver has them.
   */
  missingAtLightspeed: number;
  /**
   * Payments, tips or tax differ.
   */
  amountDiffers: number;
  /**
   * They differ for a reason that is known.
   */
  explained: number;
  /**
   * They do not concern the receiver.
   */
  ignored: number;
}
/**
 * What bills of one business date come to.
 */
export interface ComparedDay {
  businessDate: BusinessDate;
  /**
   * Whether Lightspeed has said of every location that it has all of the date; null: it was not asked yet.
   */
  dataComplete: boolean | null;
  /**
   * What Lightspeed recorded.
   */
  lightspeed: ComparedSums;
  /**
   * What the receiver has.
   */
  here: ComparedSums;
  /**
   * What the receiver has more than Lightspeed.
   */
  difference: ComparedSums;
  /**
   * All bills by outcome: differences of the items and, of tax alone, of those that match.
   */
  byOutcome: ComparedOutcome[];
  /**
   * The same bills by payment method.
   */
  byPaymentMethod: ComparedMethod[];
}
/**
 * What bills come to.
 */
export interface ComparedSums {
  /**
   * What was paid, without tips.
   */
  payments: MoneyText;
  /**
   * Tips.
   */
  tips: MoneyText;
  /**
   * Tax in it. Lightspeed's tax has more decimals, and is rounded once for each sale.
   */
  tax: MoneyText;
}
/**
 * Bills of one outcome.
 */
export interface ComparedOutcome {
  /**
   * What came of comparing: the same on both sides; only Lightspeed has it; only the receiver has it; payments or tips differ, or tax by more than a minor unit for each line; differs for a reason that is known; does not concern the receiver.
   */
  outcome:
    | "matched"
    | "missing-here"
    | "missing-at-lightspeed"
    | "amount-differs"
    | "explained"
    | "ignored";
  /**
   * How many.
   */
  count: number;
  /**
   * What Lightspeed recorded.
   */
  lightspeed: ComparedSums;
  /**
   * What the receiver has.
   */
  here: ComparedSums;
  /**
   * What the receiver has more than Lightspeed.
   */
  difference: ComparedSums;
}
/**
 * What was paid by one method.
 */
export interface ComparedMethod {
  /**
   * As the till calls it; IKPMS is a room charge.
   */
  methodCode: string;
  /**
   * What Lightspeed recorded.
   */
  lightspeed: ComparedPayments;
  /**
   * What the receiver has.
   */
  here: ComparedPayments;
  /**
   * What the receiver has more than Lightspeed.
   */
  difference: ComparedPayments;
}
/**
 * What was paid by a method.
 */
export interface ComparedPayments {
  /**
   * Without tips.
   */
  payments: MoneyText;
  /**
   * Tips.
   */
  tips: MoneyText;
}
/**
 * What bills of one business location come to.
 */
export interface ComparedLocation {
  /**
   * The outlet.
   */
  businessLocationId: string;
  /**
   * Its name.
   */
  name: string;
  /**
   * What Lightspeed recorded.
   */
  lightspeed: ComparedSums;
  /**
   * What the receiver has.
   */
  here: ComparedSums;
  /**
   * What the receiver has more than Lightspeed.
   */
  difference: ComparedSums;
  /**
   * All bills by outcome: differences of the items and, of tax alone, of those that match.
   */
  byOutcome: ComparedOutcome[];
  /**
   * The same bills by payment method.
   */
  byPaymentMethod: ComparedMethod[];
}
/**
 * What all bills come to.
 */
export interface ComparedTotals {
  /**
   * What Lightspeed recorded.
   */
  lightspeed: ComparedSums;
  /**
   * What the receiver has.
   */
  here: ComparedSums;
  /**
   * What the receiver has more than Lightspeed.
   */
  difference: ComparedSums;
  /**
   * All bills by outcome: differences of the items and, of tax alone, of those that match.
   */
  byOutcome: ComparedOutcome[];
  /**
   * The same bills by payment method.
   */
  byPaymentMethod: ComparedMethod[];
  /**
   * The same by business location.
   */
  byLocation: ComparedLocation[];
}
/**
 * Sets a refused bill aside.
 */
export interface DismissRequest {
  /**
   * Why, for colleagues. Shown with the refused receipt; in no log.
   */
  reason: string;
}
/**
 * A folio with its balance and its newest 100 postings, newest first. Older ones are in the list of postings, filtered by folioId. The balance is what this receiver posted; settlement happens in the hotel's own system.
 */
export interface Folio {
  /**
   * A reservation, a house account, or house:<businessLocationId> for a clearing account.
   */
  folioId: string;
  /**
   * Sum of all postings.
   */
  balance: MoneyText;
  /**
   * ISO 4217 code of the currency of all amounts.
   */
  currency: string;
  /**
   * The newest postings.
   *
   * @maxItems 100
   */
  postings: Posting[];
}
/**
 * One line on a folio, never changed or deleted. Positive amounts are debits, negative ones credits. Over a folio the postings other than payment equal its bills; a clearing account ends at zero.
 */
export interface Posting {
  /**
   * Id of the posting; ids rise with time.
   */
  postingId: string;
  /**
   * The folio it stands on.
   */
  folioId: string;
  /**
   * The receipt it comes from.
   */
  receiptId: string;
  /**
   * The line of the receipt it is a part of; null for transfer, gratuity and payment.
   */
  lineId: string | null;
  /**
   * item, discount, surcharge, service-charge, rounding and difference come from lines; transfer makes a folio of a bill that cannot be divided equal its payment; gratuity is a tip; payment settles a clearing account.
   */
  kind:
    | "item"
    | "discount"
    | "surcharge"
    | "service-charge"
    | "rounding"
    | "difference"
    | "transfer"
    | "gratuity"
    | "payment";
  /**
   * What a guest would read.
   */
  description: string;
  /**
   * Pieces or measure, in proportion where the line was divided.
   */
  quantity: QuantityText;
  /**
   * Gross less tax, in the currency of the property.
   */
  net: MoneyText;
  /**
   * Sum of taxes.
   */
  tax: MoneyText;
  /**
   * What the folio owes for it.
   */
  gross: MoneyText;
  /**
   * The tax by rate.
   */
  taxes: TaxShare[];
  /**
   * What the hotel's books call it; null where not even a fallback is configured.
   */
  transactionCode: string | null;
  /**
   * Article number of the till.
   */
  sku: string | null;
  /**
   * Accounting group at Lightspeed.
   */
  accountingGroupId: string | null;
  /**
   * Its name.
   */
  accountingGroupName: string | null;
  /**
   * The outlet.
   */
  businessLocationId: string;
  /**
   * The POS configuration inside the outlet.
   */
  revenueCenterId: string | null;
  /**
   * Id of the person at the till.
   */
  staffId: string | null;
  /**
   * Payment method, on kind payment only.
   */
  methodCode: string | null;
  /**
   * Its name.
   */
  methodName: string | null;
  businessDate: BusinessDate;
  /**
   * When it was posted.
   */
  postedAt: Instant;
  /**
   * The posting that it takes back; null where none is linked.
   */
  reverses: string | null;
  flags: Flags;
}
/**
 * The tax of one rate inside an amount.
 */
export interface TaxShare {
  /**
   * Rate in per cent.
   */
  rate: RateText;
  /**
   * Name of the tax at the till; empty where it sent none.
   */
  name: string;
  /**
   * Tax in the currency of the property.
   */
  amount: MoneyText;
}
/**
 * The process is alive. Says nothing about the store.
 */
export interface Health {
  status: "ok";
}
/**
 * A named account that bills can be charged to like to a room: an event, a company, a group. Its balance is kept here.
 */
export interface HouseAccount {
  /**
   * Id of the account, without control characters and not beginning with house:, which is reserved for clearing accounts. It shares one namespace with reservations.
   */
  folioId: string;
  /**
   * Name for people, found by the search.
   */
  name: string;
  /**
   * Whether a till finds it.
   */
  searchable?: boolean;
  /**
   * True refuses new debits.
   */
  blocked?: boolean;
  /**
   * What may be charged from the moment it is set; null or absent for no limit. A bill above it is accepted and flagged.
   */
  creditLimit?: MoneyLimit | null;
}
/**
 * A named house account with its balance.
 */
export interface HouseAccountBalance {
  /**
   * Id of the account, without control characters and not beginning with house:, which is reserved for clearing accounts. It shares one namespace with reservations.
   */
  folioId: string;
  /**
   * Name for people, found by the search.
   */
  name: string;
  /**
   * Whether a till finds it.
   */
  searchable: boolean;
  /**
   * True refuses new debits.
   */
  blocked: boolean;
  /**
   * What may be charged from the moment it is set; null or absent for no limit. A bill above it is accepted and flagged.
   */
  creditLimit: MoneyLimit | null;
  /**
   * Sum of its postings, in the currency of the property.
   */
  balance: MoneyText;
}
/**
 * Named house accounts of a property. One page of a list.
 */
export interface HouseAccountList {
  /**
   * The rows of this page.
   *
   * @maxItems 5000
   */
  results: HouseAccountBalance[];
  /**
   * Which page this is, from 1.
   */
  pageNumber: number;
  /**
   * Most rows on a page; the size in effect where more were asked for.
   */
  pageSize: number;
  /**
   * Rows that the filter leaves.
   */
  totalResults: number;
  /**
   * False where there are more rows than were counted (10,000).
   */
  totalIsExact?: boolean;
  _links: PageLinks;
}
/**
 * An accounting group: what a hotel maps to its transaction codes. The same id in all locations of a business. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedAccountingGroup {
  /**
   * Id of the group; the groupId of a charge.
   */
  accountingGroupId?: LightspeedId;
  /**
   * Name of the group.
   */
  name?: string | null;
  /**
   * Statistic group it belongs to.
   */
  statisticGroup?: string | null;
  /**
   * Code that the hotel gave it.
   */
  code?: string | null;
}
/**
 * The accounting groups of a business location. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedAccountingGroups {
  /**
   * What was found; absent where nothing was.
   */
  _embedded?: {
    /**
     * The list.
     */
    accountingGroupList?: LightspeedAccountingGroup[] | null;
  } | null;
}
/**
 * The businesses that a grant covers, with their business locations. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedBusinesses {
  /**
   * What was found; absent where nothing was.
   */
  _embedded?: {
    /**
     * The list.
     */
    businessList?:
      | {
          /**
           * Name of the business.
           */
          businessName?: string | null;
          /**
           * Id of the business.
           */
          businessId?: LightspeedId;
          /**
           * ISO 4217 code.
           */
          currencyCode?: string | null;
          /**
           * Its locations, at most 500.
           */
          businessLocations?:
            | {
                /**
                 * Name of the location.
                 */
                blName?: string | null;
                /**
                 * Id of the location.
                 */
                blID?: LightspeedId;
                /**
                 * ISO 3166 code.
                 */
                country?: string | null;
                /**
                 * IANA zone.
                 */
                timezone?: string | null;
              }[]
            | null;
        }[]
      | null;
  } | null;
}
/**
 * How to reach Lightspeed's own record of the sales of one business location. Secrets are stored encrypted and never shown again; refreshToken is a seed, used only where none was ever stored.
 */
export interface LightspeedClient {
  /**
   * Generation of the Financial API. It tells the generation of the OAuth client, too, where the id of the client (devp-…, devp-v2-…) does not.
   */
  api?: "v1" | "v2";
  /**
   * Address of the API, by default https://api.lsk.lightspeed.app. Without ALLOW_PRIVATE_TARGETS it begins with https://.
   */
  baseUrl?: string;
  /**
   * Address that exchanges and refreshes tokens, by default that of Lightspeed's production for the generation of the client.
   */
  tokenUrl?: string;
  /**
   * Address where the hotel grants access, by default that of Lightspeed's production for the generation of the client.
   */
  authorizeUrl?: string;
  /**
   * Id of the OAuth client.
   */
  clientId: string;
  /**
   * Secret of the OAuth client.
   */
  clientSecret: string;
  /**
   * First refresh token. Locations of one hotel that are given the same one share the grant.
   */
  refreshToken?: string;
}
/**
 * The customer of a payment. The receiver does not ask for it, and keeps nothing of it. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedConsumer {
  /**
   * Uuid of the customer.
   */
  id?: LightspeedId;
  /**
   * Number of the customer.
   */
  customerId?: LightspeedId;
  /**
   * Title.
   */
  title?: string | null;
  /**
   * First name.
   */
  firstName?: string | null;
  /**
   * Last name.
   */
  lastName?: string | null;
  /**
   * Telephone.
   */
  phoneNumber1?: string | null;
  /**
   * Second telephone.
   */
  phoneNumber2?: string | null;
  /**
   * Company.
   */
  companyName?: string | null;
  /**
   * Address.
   */
  addressLine1?: string | null;
  /**
   * Second line of the address.
   */
  addressLine2?: string | null;
  /**
   * Postal code.
   */
  zipCode?: string | null;
  /**
   * City.
   */
  city?: string | null;
  /**
   * State.
   */
  state?: string | null;
  /**
   * E-mail address.
   */
  email?: string | null;
  /**
   * Tax identifier.
   */
  taxIdentifier?: string | null;
  /**
   * Fiscal code.
   */
  fiscalCode?: string | null;
  /**
   * Destination code.
   */
  destinationCode?: string | null;
}
/**
 * What the Financial API V1 answers for a range or a business day. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedFinancials {
  /**
   * Name of the business.
   */
  businessName?: string | null;
  /**
   * When the next business day begins, in local time with offset.
   */
  nextStartOfDayAsIso8601?: LightspeedInstant;
  /**
   * The business location.
   */
  businessLocationId?: LightspeedId;
  /**
   * The sales, in no certain order.
   */
  sales: LightspeedSale[];
  /**
   * Whether nothing is missing any more: the day is over and all tills have synchronised.
   */
  dataComplete?: boolean | null;
  /**
   * Account at which the next page begins.
   */
  nextPageToken?: string | null;
  /**
   * Addresses of this page and of the next.
   */
  _links?: {
    /**
     * This page.
     */
    self?: {
      /**
       * Address; only the token in it is used.
       */
      href?: string | null;
      /**
       * Whether it is a template.
       */
      templated?: boolean | null;
    } | null;
    /**
     * The next page; absent on the last.
     */
    nextPage?: {
      /**
       * Address; only the token in it is used.
       */
      href?: string | null;
      /**
       * Whether it is a template.
       */
      templated?: boolean | null;
    } | null;
  } | null;
}
/**
 * One account that Lightspeed recorded as closed. Times have other names with V1 than with V2. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedSale {
  /**
   * Uuid of the account, base64: the uuid of its charge.
   */
  accountReference?: string | null;
  /**
   * Fiscal id of the account, A…: the fiscId of its charge.
   */
  accountFiscId?: LightspeedId;
  /**
   * Number of the receipt, R…
   */
  receiptId?: LightspeedId;
  /**
   * Accounts it goes back to.
   */
  source?: {
    /**
     * Fiscal id of the first account of the chain; its own where there is none.
     */
    initialAccountId?: LightspeedId;
    /**
     * Fiscal id of the account before; absent where there is none.
     */
    previousAccountId?: LightspeedId;
  } | null;
  /**
   * Its lines.
   */
  salesLines?: LightspeedSaleLine[] | null;
  /**
   * Its payments; there only when they were asked for.
   */
  payments?: LightspeedPayment[] | null;
  /**
   * When it was opened (V1).
   */
  timeofOpening?: LightspeedInstant;
  /**
   * When it was opened (V2).
   */
  timeOfOpening?: LightspeedInstant;
  /**
   * When it was closed (V1).
   */
  timeofCloseAndPaid?: LightspeedInstant;
  /**
   * When it was closed (V2).
   */
  timeClosed?: LightspeedInstant;
  /**
   * Whether it was cancelled.
   */
  cancelled?: boolean | null;
  /**
   * Fiscal number of an integrator.
   */
  externalFiscalNumber?: string | null;
  /**
   * Number of the table.
   */
  tableNumber?: string | null;
  /**
   * Name of the table.
   */
  tableName?: string | null;
  /**
   * Code of the account profile.
   */
  accountProfileCode?: string | null;
  /**
   * Name of who owns the account.
   */
  ownerName?: string | null;
  /**
   * Who owns the account.
   */
  ownerId?: LightspeedId;
  /**
   * SALE, VOID, REFUND, RECALL, SPLIT, UPDATE, TRANSFER, CROSS_BL, FLOAT, CANCEL, TRANSITORY or another.
   */
  type?: string | null;
  /**
   * References of online orders.
   */
  externalReferences?: (string | null)[] | null;
  /**
   * Number of covers.
   */
  nbCovers?: LightspeedDecimal;
  /**
   * Whether it was eaten in the house.
   */
  dineIn?: boolean | null;
  /**
   * Till it was opened at.
   */
  deviceId?: LightspeedId;
  /**
   * Name of that till.
   */
  deviceName?: string | null;
  /**
   * Why it was taken back; open text with V2.
   */
  voidReason?: string | null;
}
/**
 * One line of a sale that Lightspeed recorded. With V2 amounts have six decimals, discounts two. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedSaleLine {
  /**
   * Fiscal id of the line, S…
   */
  id?: LightspeedId;
  /**
   * Line it belongs to, such as the dish of a side.
   */
  parentLineId?: LightspeedId;
  /**
   * Line total with tax; for businesses whose prices contain tax only.
   */
  totalNetAmountWithTax?: LightspeedDecimal;
  /**
   * Line total before tax.
   */
  totalNetAmountWithoutTax?: LightspeedDecimal;
  /**
   * Price on the menu.
   */
  menuListPrice?: LightspeedDecimal;
  /**
   * What one item costs the house.
   */
  unitCostPrice?: LightspeedDecimal;
  /**
   * Service charge of the line.
   */
  serviceCharge?: LightspeedDecimal;
  /**
   * UNTAXED, APPORTIONED, NO_SERVICE_CHARGE or another.
   */
  serviceChargeType?: string | null;
  /**
   * Service charge in per cent.
   */
  serviceChargeRate?: LightspeedDecimal;
  /**
   * Discount on the line.
   */
  discountAmount?: LightspeedDecimal;
  /**
   * Kind of that discount.
   */
  discountType?: string | null;
  /**
   * Code of that discount.
   */
  discountCode?: string | null;
  /**
   * Name of that discount.
   */
  discountName?: string | null;
  /**
   * The line's share of a discount on the whole bill.
   */
  accountDiscountAmount?: LightspeedDecimal;
  /**
   * Kind of that discount.
   */
  accountDiscountType?: string | null;
  /**
   * Code of that discount.
   */
  accountDiscountCode?: string | null;
  /**
   * Name of that discount.
   */
  accountDiscountName?: string | null;
  /**
   * Both discounts together.
   */
  totalDiscountAmount?: LightspeedDecimal;
  /**
   * Code of the tax rate.
   */
  taxCode?: string | null;
  /**
   * Tax of the line.
   */
  taxAmount?: LightspeedDecimal;
  /**
   * Rate in per cent: 20.00. A multiplier stands in taxLines.
   */
  taxRatePercentage?: LightspeedDecimal;
  /**
   * Its taxes one by one.
   */
  taxLines?: LightspeedTaxLine[] | null;
  /**
   * Sku of the item.
   */
  sku?: string | null;
  /**
   * Name of the item.
   */
  name?: string | null;
  /**
   * Name that was typed at the till instead.
   */
  nameOverride?: string | null;
  /**
   * Statistic group of the item.
   */
  statisticGroup?: string | null;
  /**
   * Quantity, with three decimals; negative when taken back.
   */
  quantity?: LightspeedDecimal;
  /**
   * Accounting group of the item.
   */
  accountingGroup?: LightspeedAccountingGroup | null;
  /**
   * ISO 4217 code.
   */
  currency?: string | null;
  /**
   * Tags of the line.
   */
  tags?: (string | null)[] | null;
  /**
   * Name of the till's configuration where it was ordered.
   */
  revenueCenter?: string | null;
  /**
   * Id of that configuration.
   */
  revenueCenterId?: LightspeedId;
  /**
   * Categories of the item.
   */
  categories?:
    | {
        /**
         * Category.
         */
        category?: string | null;
        /**
         * Value within it.
         */
        value?: string | null;
      }[]
    | null;
  /**
   * When it was ordered (V1).
   */
  timeofSale?: LightspeedInstant;
  /**
   * When it was ordered (V2).
   */
  timeOfSale?: LightspeedInstant;
  /**
   * Who ordered it.
   */
  staffId?: LightspeedId;
  /**
   * Name of who ordered it.
   */
  staffName?: string | null;
  /**
   * Till it was ordered at.
   */
  deviceId?: LightspeedId;
  /**
   * Name of that till.
   */
  deviceName?: string | null;
  /**
   * Why it was taken back; open text with V2.
   */
  voidReason?: string | null;
  /**
   * Code of the account profile.
   */
  accountProfileCode?: string | null;
}
/**
 * One tax of one line of a sale that Lightspeed recorded. taxRate is a multiplier here, unlike taxRatePercentage of the line. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedTaxLine {
  /**
   * Id of the tax.
   */
  taxId?: LightspeedId;
  /**
   * Code of the tax rate.
   */
  taxCode?: string | null;
  /**
   * Rate as a multiplier: 1.2 is twenty per cent.
   */
  taxRate?: LightspeedDecimal;
  /**
   * Tax, in the currency of the line.
   */
  taxAmount?: LightspeedDecimal;
  /**
   * Whether prices contain this tax.
   */
  taxIncluded?: boolean | null;
}
/**
 * One payment of a sale that Lightspeed recorded. The reservation is not part of it. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedPayment {
  /**
   * Code of the payment method; IKPMS is a room charge.
   */
  code?: string | null;
  /**
   * Name of the payment method.
   */
  description?: string | null;
  /**
   * Id of the payment method.
   */
  paymentMethodId?: LightspeedId;
  /**
   * What was paid, without the tip: the amount of a charge's payment.
   */
  netAmountWithTax?: LightspeedDecimal;
  /**
   * ISO 4217 code.
   */
  currency?: string | null;
  /**
   * Tip: the gratuity of a charge's payment.
   */
  tip?: LightspeedDecimal;
  /**
   * The customer, where asked for.
   */
  consumer?: LightspeedConsumer | null;
  /**
   * NORMAL, ACCOUNTS_RECEIVABLE or another.
   */
  type?: string | null;
  /**
   * Till it was paid at; text here, a number elsewhere.
   */
  deviceId?: LightspeedId;
  /**
   * Name of that till.
   */
  deviceName?: string | null;
  /**
   * Who took the payment.
   */
  staffId?: LightspeedId;
  /**
   * Name of who took the payment.
   */
  staffName?: string | null;
  /**
   * Authorization code.
   */
  authorization?: string | null;
  /**
   * Reference at the payment provider.
   */
  externalReference?: string | null;
  /**
   * Name of the till's configuration where it was paid.
   */
  revenueCenter?: string | null;
  /**
   * Id of that configuration; ordering and paying may happen at different ones.
   */
  revenueCenterId?: LightspeedId;
  /**
   * Fiscal id of the payment, T…
   */
  fiscId?: LightspeedId;
  /**
   * Uuid of the payment, base64url.
   */
  uuid?: string | null;
  /**
   * When it was paid.
   */
  fiscDate?: LightspeedInstant;
  /**
   * Surcharge for the means of payment.
   */
  surcharge?: LightspeedDecimal;
}
/**
 * The payment methods of a business location. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedPaymentMethods {
  /**
   * What was found; absent where nothing was.
   */
  _embedded?: {
    /**
     * The list.
     */
    paymentMethodList?:
      | {
          /**
           * Name.
           */
          name?: string | null;
          /**
           * Code; IKPMS is the room charge.
           */
          code?: string | null;
          /**
           * Reference in the books.
           */
          accountingReference?: string | null;
          /**
           * Id.
           */
          pmId?: LightspeedId;
        }[]
      | null;
  } | null;
}
/**
 * A PMS as it is registered for one business location. Lightspeed answers its key in clear text. Source: Lightspeed K-Series PMS provider API; members that are not listed here are ignored.
 */
export interface LightspeedProvider {
  /**
   * Id of the registration.
   */
  id: LightspeedId;
  /**
   * Name that staff see.
   */
  name?: string | null;
  /**
   * Key that tills send.
   */
  apiKey?: string | null;
  /**
   * The business location.
   */
  businessLocationId?: LightspeedId;
  /**
   * Address below which /search and /charge are.
   */
  endpoint?: string | null;
  /**
   * Features by name; unknown ones may come.
   */
  features?: (string | null)[] | null;
}
/**
 * What the provider API answers when it refuses. Source: Lightspeed K-Series PMS provider API; members that are not listed here are ignored.
 */
export interface LightspeedProviderError {
  /**
   * Status in words.
   */
  status?: string | null;
  /**
   * When.
   */
  timestamp?: string | null;
  /**
   * What is wrong.
   */
  message?: string | null;
  /**
   * What is wrong, member by member.
   */
  apiSubExceptions?:
    | {
        /**
         * Member of the request.
         */
        field?: string | null;
        /**
         * What was sent; never shown, it may be a key.
         */
        rejectedValue?: {
          [k: string]: unknown;
        };
        /**
         * What is wrong with it.
         */
        message?: string | null;
      }[]
    | null;
}
/**
 * A revenue center: a configuration of tills in a location. Source: Lightspeed K-Series PMS provider API; members that are not listed here are ignored.
 */
export interface LightspeedRevenueCenter {
  /**
   * Id.
   */
  id?: LightspeedId;
  /**
   * Name.
   */
  name?: string | null;
}
/**
 * What the Financial API V2 answers for a business day, without pages. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedSalesDay {
  /**
   * The sales.
   */
  sales: LightspeedSale[];
  /**
   * When the next business day begins, in local time with offset.
   */
  nextStartOfDayAsIso8601?: LightspeedInstant;
  /**
   * Whether nothing is missing any more: the day is over and all tills have synchronised.
   */
  dataComplete?: boolean | null;
}
/**
 * What the Financial API V2 answers for a range, sorted by timeClosed. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedSalesPage {
  /**
   * The sales.
   */
  sales: LightspeedSale[];
  /**
   * Token of the next page, opaque; null or absent on the last.
   */
  nextPageToken?: string | null;
}
/**
 * The tax rates of a business location. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedTaxRates {
  /**
   * What was found; absent where nothing was.
   */
  _embedded?: {
    /**
     * The list.
     */
    taxRateList?:
      | {
          /**
           * Code of the rate.
           */
          code?: string | null;
          /**
           * Name of the rate.
           */
          description?: string | null;
          /**
           * Multiplier: 1.2 is twenty per cent.
           */
          rate?: LightspeedDecimal;
          /**
           * Whether prices contain it.
           */
          taxIncluded?: boolean | null;
          /**
           * Reference in the books.
           */
          accountingReference?: string | null;
        }[]
      | null;
  } | null;
}
/**
 * A bearer token of the management API as the provisioning file gives it. Only its digest is kept.
 */
export interface ManagementToken {
  /**
   * Name for people; it stands in the trail.
   */
  name: string;
  /**
   * The token itself, 32 to 255 characters.
   */
  token: string;
  /**
   * read: look. write: change guests. admin: settings, keys, bodies of bills, outgoing addresses.
   *
   * @minItems 1
   */
  scopes: ("read" | "write" | "admin")[];
  /**
   * Ids of the properties it may see, or * for all. None if absent.
   */
  properties?: string[];
}
/**
 * The night audit report of a business date: what its postings come to now, or, once it is closed, what they came to then, unchanged ever after. `gross` = `net` + `tax` everywhere; kinds, transaction codes, tax rates and outlets each sum to the totals; payment methods sum to `gross` + `tips`.
 */
export interface NightAudit {
  /**
   * The property.
   */
  propertyId: string;
  /**
   * Its name.
   */
  propertyName: string;
  businessDate: BusinessDate;
  /**
   * A closed date takes no more postings: what comes late is booked on the first open date, flagged `late`.
   */
  status: "open" | "closed";
  /**
   * When it was closed; null while it is open.
   */
  closedAt: Instant | null;
  /**
   * Who closed it: `token:` and the name of the management token, or `command:` and that of the command. Null while it is open.
   */
  closedBy: string | null;
  /**
   * ISO 4217; of every amount here.
   */
  currency: string;
  /**
   * The day in one line. `gross` is all that was posted but payments, tips and transfers, reversals and refunds taken off; `tips` are beside it, never in it.
   */
  totals: {
    net: MoneyText;
    tax: MoneyText;
    gross: MoneyText;
    tips: MoneyText;
    serviceCharge: MoneyText;
    refunds: MoneyText;
  };
  /**
   * How many receipts the date has, by kind.
   */
  receipts: {
    /**
     * Sales.
     */
    sales: number;
    /**
     * Reversals from the till.
     */
    reversals: number;
    /**
     * Receipts of nothing: nothing is posted for them.
     */
    zero: number;
  };
  /**
   * The gross by kind of line.
   *
   * @maxItems 6
   *
   * Items: A kind.
   */
  byKind: {
    kind:
      | "item"
      | "discount"
      | "surcharge"
      | "service-charge"
      | "rounding"
      | "difference";
    net: MoneyText;
    tax: MoneyText;
    gross: MoneyText;
  }[];
  /**
   * The gross by transaction code.
   *
   * @maxItems 10000
   *
   * Items: A transaction code.
   */
  byTransactionCode: {
    /**
     * Null: nothing was mapped, not even a fallback.
     */
    transactionCode: string | null;
    net: MoneyText;
    tax: MoneyText;
    gross: MoneyText;
  }[];
  /**
   * The gross by what tax is on it, the highest first.
   *
   * @maxItems 10000
   *
   * Items: What has one rate, or the same rates together.
   */
  byTaxRate: {
    /**
     * Percent, `7.7`; several on the same thing joined by a plus sign, `5+9.975`. Null: no tax.
     */
    rate: string | null;
    net: MoneyText;
    tax: MoneyText;
    gross: MoneyText;
    /**
     * The tax of each of the rates.
     *
     * @maxItems 100
     *
     * Items: A rate.
     */
    taxes: {
      rate: RateText;
      amount: MoneyText;
    }[];
  }[];
  /**
   * The gross by outlet, and its tips beside it.
   *
   * @maxItems 10000
   *
   * Items: An outlet.
   */
  byOutlet: {
    /**
     * The business location.
     */
    businessLocationId: string;
    /**
     * Its name; null where the settings never knew it.
     */
    name: string | null;
    net: MoneyText;
    tax: MoneyText;
    gross: MoneyText;
    tips: MoneyText;
  }[];
  /**
   * What was paid, tips included: room charges under `IKPMS`, everything else as the till names it. `UNSETTLED` is what staff posted to a clearing account without a payment.
   *
   * @maxItems 10000
   *
   * Items: A method.
   */
  byPaymentMethod: {
    /**
     * As the till sends it; null where it sent none.
     */
    methodCode: string | null;
    /**
     * The names the tills have for it, joined by commas; null for room charges.
     */
    methodName: string | null;
    amount: MoneyText;
  }[];
  /**
   * What was taken back, by reversals from the till and by refunds made here: part of the totals, shown again. Negative.
   */
  refunds: {
    net: MoneyText;
    tax: MoneyText;
    gross: MoneyText;
    tips: MoneyText;
  };
  /**
   * Lines of receipts that cost the guest nothing. A reversal counts its lines back.
   */
  comped: {
    /**
     * Items that discounts took off entirely: the items and discounts of one sku, or of the whole receipt, sum to nothing.
     */
    discounted: {
      /**
       * How many lines.
       */
      lines: number;
      gross: MoneyText;
    };
    /**
     * Items without a price.
     */
    withoutPrice: {
      /**
       * How many lines.
       */
      lines: number;
    };
  };
  /**
   * Refused receipts of the date and what became of them: received = posted + open + dismissed + superseded. Amounts with tips, of those that could be read.
   */
  refused: {
    /**
     * All of them.
     */
    received: {
      /**
       * How many.
       */
      count: number;
      amount: MoneyText;
    };
    /**
     * Posted by staff.
     */
    posted: {
      /**
       * How many.
       */
      count: number;
      amount: MoneyText;
    };
    /**
     * Waiting for staff: on no folio.
     */
    open: {
      /**
       * How many.
       */
      count: number;
      amount: MoneyText;
    };
    /**
     * Dismissed by staff.
     */
    dismissed: {
      /**
       * How many.
       */
      count: number;
      amount: MoneyText;
    };
    /**
     * Settled by a later bill or a void.
     */
    superseded: {
      /**
       * How many.
       */
      count: number;
      amount: MoneyText;
    };
  };
  /**
   * What somebody should look at before or after closing; none of it hinders closing.
   *
   * @maxItems 1000
   *
   * Items: A warning.
   */
  warnings: {
    /**
     * `refused-open`: refused receipts wait for staff. `unsettled`: posted to a clearing account without a payment, less what was taken back on the same date. Else the name of a flag that stands on receipts of the date.
     */
    warning: string;
    /**
     * How many receipts.
     */
    count: number;
    amount: MoneyText | null;
  }[];
  /**
   * The last act on the property's trail before this report, `property:number:hash`: what `audit --expect-head` is given later to prove that nothing before it was changed. Null while there is none.
   */
  trailHead: string | null;
}
/**
 * Postings of a property. One page of a list.
 */
export interface PostingList {
  /**
   * The rows of this page.
   *
   * @maxItems 5000
   */
  results: Posting[];
  /**
   * Which page this is, from 1.
   */
  pageNumber: number;
  /**
   * Most rows on a page; the size in effect where more were asked for.
   */
  pageSize: number;
  /**
   * Rows that the filter leaves.
   */
  totalResults: number;
  /**
   * False where there are more rows than were counted (10,000).
   */
  totalIsExact?: boolean;
  _links: PageLinks;
}
/**
 * Why a request of the management API was not carried out (RFC 9457, application/problem+json). code is stable and made for programs, title and detail are made for people.
 */
export interface Problem {
  /**
   * Address of the kind of problem, relative to the server.
   */
  type: string;
  /**
   * The kind of problem in words.
   */
  title: string;
  /**
   * The status of the answer, repeated.
   */
  status: number;
  /**
   * This problem in words, and what helps.
   */
  detail?: string;
  /**
   * Id of the request, as in X-Request-Id, to be quoted to the operator.
   */
  instance?: string;
  /**
   * The kind of problem as one name, from this list.
   */
  code:
    | "already_posted"
    | "body_invalid"
    | "body_too_large"
    | "confirmation_needed"
    | "content_type_unsupported"
    | "currency_fixed"
    | "cursor_invalid"
    | "date_not_begun"
    | "double_unconfirmed"
    | "filter_invalid"
    | "folio_unusable"
    | "id_taken"
    | "idempotency_conflict"
    | "idempotency_key_invalid"
    | "idempotency_key_missing"
    | "internal"
    | "json_malformed"
    | "lightspeed_not_set_up"
    | "method_not_allowed"
    | "not_found"
    | "page_too_far"
    | "parameter_invalid"
    | "parameter_unknown"
    | "precondition_failed"
    | "precondition_missing"
    | "refused_not_open"
    | "refused_unreadable"
    | "refund_refused"
    | "reservation_incomplete"
    | "scope_missing"
    | "store_unavailable"
    | "token_missing"
    | "token_unknown"
    | "too_many_failures";
  /**
   * Each fault with its place: pointer into the body, query or path parameter, or header.
   */
  errors?: {
    /**
     * JSON pointer into the body.
     */
    pointer?: string;
    /**
     * Name of a parameter.
     */
    parameter?: string;
    /**
     * Name of a header.
     */
    header?: string;
    /**
     * What is wrong there and what would be right.
     */
    detail: string;
    /**
     * Which rule it breaks, where there are several.
     */
    rule?: string;
    /**
     * What is left of what was asked for.
     */
    remaining?: {
      /**
       * In the currency of the property.
       */
      amount: MoneyText;
      /**
       * Of a line.
       */
      quantity?: QuantityText;
    };
  }[];
}
/**
 * The settings of one hotel: its currency and clock, its business locations, its mapping to transaction codes, its named house accounts. Keys and secrets are not part of it.
 */
export interface Property {
  /**
   * Id of the property, part of every address of the management API: letters, digits, dot, underscore and hyphen, at most 64.
   */
  id: string;
  /**
   * Name for people.
   */
  name: string;
  /**
   * ISO 4217 code of the one currency of the property, such as CHF.
   */
  currency: string;
  /**
   * IANA name of the time zone, such as Europe/Zurich.
   */
  timezone: string;
  /**
   * Local time at which a business date ends, HH:MM from 00:00 to 12:00.
   */
  dayEndsAt?: string;
  /**
   * Up to which difference lines and payments count as rounded, as decimal text that is not negative. By default 0.05 in a currency with two decimals, 1 with none, 0.050 with three.
   */
  roundingTolerance?: MoneyLimit;
  /**
   * The outlets of the hotel.
   *
   * @maxItems 1000
   */
  businessLocations?: BusinessLocation[];
  transactionCodes?: TransactionCodes;
  houseAccounts?: HouseAccounts;
}
/**
 * An API key of a business location as the provisioning file gives it. Only its digest is kept. A key that was revoked does not come back by being in a file.
 */
export interface ProvisionedApiKey {
  /**
   * Name for people, such as the till it is for.
   */
  name: string;
  /**
   * The key itself, 32 to 255 characters.
   */
  key: string;
}
/**
 * A business location as the provisioning file gives it: its settings, its keys, and how to reach Lightspeed for it.
 */
export interface ProvisionedLocation {
  /**
   * Business location id at Lightspeed, unique in the installation: letters, digits, dot, underscore and hyphen, at most 64.
   */
  id: string;
  /**
   * Name for people.
   */
  name: string;
  /**
   * A bill that names another reference than this is refused; one that names none is accepted. Without it any is.
   */
  businessExternalReference?: string | null;
  features?: Features;
  /**
   * Since when bills are expected here; sales before it are of no concern.
   */
  goLiveAt?: GivenInstant | null;
  transactionCodes?: TransactionCodes;
  /**
   * Keys of its tills; two may be valid at once, so that a key can be changed without a gap.
   *
   * @maxItems 100
   */
  apiKeys?: ProvisionedApiKey[];
  lightspeed?: LightspeedClient;
}
/**
 * A property as the provisioning file gives it. Reservations are a seed: they are used only where none was ever stored.
 */
export interface ProvisionedProperty {
  /**
   * Id of the property, part of every address of the management API: letters, digits, dot, underscore and hyphen, at most 64.
   */
  id: string;
  /**
   * Name for people.
   */
  name: string;
  /**
   * ISO 4217 code of the one currency of the property, such as CHF.
   */
  currency: string;
  /**
   * IANA name of the time zone, such as Europe/Zurich.
   */
  timezone: string;
  /**
   * Local time at which a business date ends, HH:MM from 00:00 to 12:00.
   */
  dayEndsAt?: string;
  /**
   * Up to which difference lines and payments count as rounded, as decimal text that is not negative. By default 0.05 in a currency with two decimals, 1 with none, 0.050 with three.
   */
  roundingTolerance?: MoneyLimit;
  /**
   * The outlets of the hotel with their keys.
   *
   * @maxItems 1000
   */
  businessLocations?: ProvisionedLocation[];
  transactionCodes?: TransactionCodes;
  houseAccounts?: HouseAccounts;
  reservations?: Reservations;
}
/**
 * A guest's stay that bills can be charged to. Room and name are only ways to find it. A reservation that was seen once is known for ever.
 */
export interface Reservation {
  /**
   * Id in the hotel's system, without control characters and not beginning with house:, which is reserved. An opaque text: 001 is not 1.
   */
  reservationId: string;
  /**
   * Room identifier; empty or absent while no room is assigned.
   */
  roomId?: string;
  /**
   * Label of the room; without one the till is shown the roomId.
   */
  roomDescription?: string;
  /**
   * Full name of the guest.
   */
  clientName: string;
  /**
   * Only in-house guests are found by a till and debited; a credit reaches any.
   */
  status?: "in-house" | "due-in" | "checked-out";
  /**
   * True refuses new debits.
   */
  blocked?: boolean;
  /**
   * What may be charged from the moment it is set; null or absent for no limit. A bill above it is accepted and flagged.
   */
  creditLimit?: MoneyLimit | null;
  /**
   * In answers: what may still be charged, tips not counted; 0.00 also where a manager has let more through; null for no limit. It is computed, so it is ignored when it comes back.
   */
  creditLeft?: MoneyText | null;
}
/**
 * The provisioning file: what an installation should know before its first bill. It is declarative and applied in one transaction when its digest differs from the last one applied; what it no longer mentions stays. Members that are not listed are refused by name.
 */
export interface Provisioning {
  /**
   * Bearer tokens of the management API.
   *
   * @maxItems 1000
   */
  managementTokens?: ManagementToken[];
  /**
   * The hotels of the installation.
   *
   * @maxItems 1000
   */
  properties?: ProvisionedProperty[];
}
/**
 * Whether bills can be taken now. Details are shown to a management token only.
 */
export interface Readiness {
  /**
   * ready: bills are taken. not-ready: they get 503.
   */
  status: "ready" | "not-ready";
  /**
   * State of the store.
   */
  store?: {
    /**
     * ready, recovering or closed.
     */
    state: string;
    /**
     * Whether writes succeed.
     */
    writable: boolean;
    /**
     * Writes that wait.
     */
    queued: number;
  };
  /**
   * The grants by which Lightspeed's records are read. They do not decide whether bills are taken.
   */
  lightspeed?: {
    /**
     * The property.
     */
    propertyId: string;
    /**
     * The business location that holds the grant.
     */
    businessLocationId: string;
    /**
     * live; not-connected: none was ever given; dead: Lightspeed does not accept it any more, and nothing can be compared until the hotel grants access again.
     */
    state: "live" | "not-connected" | "dead";
    /**
     * Since when; null where it was never connected.
     */
    since: Instant | null;
    /**
     * Why it is dead, in a sentence that says what to do.
     */
    reason: string | null;
  }[];
}
/**
 * One closed bill as it stands in a list. Amounts are in the currency of the property; gross includes tax and service charge and never tips.
 */
export interface ReceiptSummary {
  /**
   * Id that the receiver gave; ids rise with time.
   */
  receiptId: string;
  /**
   * Number printed by the till.
   */
  receiptNumber: string | null;
  /**
   * The 16 bytes that identify the bill at Lightspeed, as URL-safe base64 with padding.
   */
  uuid: string | null;
  /**
   * Fiscal id of the account.
   */
  fiscId: string | null;
  /**
   * The outlet that closed it.
   */
  businessLocationId: string;
  kind: ReceiptKind;
  /**
   * Sum of the payments without tips.
   */
  gross: MoneyText;
  /**
   * Sum of the tax of all rates.
   */
  tax: MoneyText;
  /**
   * Sum of the tips.
   */
  tips: MoneyText;
  /**
   * Service charge inside gross.
   */
  serviceCharge: MoneyText;
  businessDate: BusinessDate;
  /**
   * When the till closed it; a guess, flagged date-guessed, where the till did not say.
   */
  closedAt: Instant;
  /**
   * When it arrived here.
   */
  receivedAt: Instant;
  flags: Flags;
}
/**
 * A line of a receipt in whole minor units: what was sold, and the lines that service charge, rounding and differences make. Over a receipt the grosses equal the payments.
 */
export interface ReceiptLine {
  /**
   * Id of the line inside its receipt.
   */
  lineId: string;
  /**
   * What kind of line it is. A negative item is something taken back, not a discount.
   */
  kind:
    | "item"
    | "discount"
    | "surcharge"
    | "service-charge"
    | "rounding"
    | "difference";
  /**
   * As on the receipt.
   */
  description: string;
  /**
   * As the till sent it.
   */
  quantity: QuantityText;
  /**
   * Gross less tax.
   */
  net: MoneyText;
  /**
   * Sum of taxes.
   */
  tax: MoneyText;
  /**
   * With tax.
   */
  gross: MoneyText;
  /**
   * The tax by rate.
   */
  taxes: TaxShare[];
  /**
   * Article number of the till.
   */
  sku: string | null;
  /**
   * Accounting group at Lightspeed.
   */
  accountingGroupId: string | null;
  /**
   * Its name.
   */
  accountingGroupName: string | null;
  /**
   * What of the line has not been taken back yet, after its share of discounts.
   */
  refundable: {
    /**
     * Pieces left.
     */
    quantity: QuantityText;
    /**
     * Money left, with tax.
     */
    amount: MoneyText;
  };
}
/**
 * A tender of a receipt, in whole minor units.
 */
export interface ReceiptPayment {
  /**
   * Code of the method; IKPMS is a room charge.
   */
  methodCode: string;
  /**
   * Name of the method.
   */
  methodName: string;
  /**
   * The reservation as the till named it.
   */
  reservationId: string | null;
  /**
   * Without the tip.
   */
  amount: MoneyText;
  /**
   * The tip.
   */
  gratuity: MoneyText;
}
/**
 * Receipts of a property. One page of a list.
 */
export interface ReceiptList {
  /**
   * The rows of this page.
   *
   * @maxItems 5000
   */
  results: ReceiptSummary[];
  /**
   * Which page this is, from 1.
   */
  pageNumber: number;
  /**
   * Most rows on a page; the size in effect where more were asked for.
   */
  pageSize: number;
  /**
   * Rows that the filter leaves.
   */
  totalResults: number;
  /**
   * False where there are more rows than were counted (10,000).
   */
  totalIsExact?: boolean;
  _links: PageLinks;
}
/**
 * A comparison of what Lightspeed recorded with what the receiver has. Amounts are in the currency of the property; a difference is what the receiver has more. While it runs, what has been compared so far.
 */
export interface Reconciliation {
  /**
   * Its id.
   */
  id: string;
  /**
   * The first business date.
   */
  from: BusinessDate;
  /**
   * The last one.
   */
  to: BusinessDate;
  /**
   * complete: through, and Lightspeed has all of every date. incomplete: through, but more may come. failed: `failure` says why; nothing goes on by itself.
   */
  status: "running" | "complete" | "incomplete" | "failed";
  /**
   * Why it failed, and what to do.
   */
  failure: string | null;
  /**
   * True: it only compares. False: what is missing here is recovered.
   */
  dryRun: boolean;
  /**
   * The token or command that asked for it; null: the schedule.
   */
  startedBy: string | null;
  startedAt: Instant;
  /**
   * When it was through.
   */
  finishedAt: Instant | null;
  counts: ComparedCounts;
  /**
   * Sales that were compared.
   */
  salesRead: number;
  /**
   * Receipts that were looked at for such as Lightspeed has not.
   */
  receiptsRead: number;
  /**
   * ISO 4217.
   */
  currency: string;
  totals: ComparedTotals;
  /**
   * Each date on which there is anything, and each that Lightspeed was asked about.
   */
  days: ComparedDay[];
}
/**
 * A bill that is not the same on both sides.
 */
export interface ReconciliationItem {
  /**
   * By what it is known in this reconciliation.
   */
  id: string;
  /**
   * What came of comparing: the same on both sides; only Lightspeed has it; only the receiver has it; payments or tips differ, or tax by more than a minor unit for each line; differs for a reason that is known; does not concern the receiver.
   */
  outcome:
    | "missing-here"
    | "missing-at-lightspeed"
    | "amount-differs"
    | "explained"
    | "ignored";
  /**
   * Why, where the outcome alone does not say it. recovered: it has been posted since, from the sale or because the till sent it after all (`receiptId`). refused: it waits for staff (`refusedId`), sent by the till or recovered. payments, tips, tax: what differs. payments-changed: corrected at Lightspeed. refund-here, dismissed: done by staff. voided-at-till: a refused bill that the till took back, or its void. sale-type, not-mirrored, before-go-live, nothing-changed: does not concern the receiver.
   */
  reason:
    | "recovered"
    | "refused"
    | "payments"
    | "tips"
    | "tax"
    | "payments-changed"
    | "refund-here"
    | "dismissed"
    | "voided-at-till"
    | "sale-type"
    | "not-mirrored"
    | "before-go-live"
    | "nothing-changed"
    | null;
  /**
   * The outlet.
   */
  businessLocationId: string;
  /**
   * The date on which it was closed.
   */
  businessDate: BusinessDate;
  /**
   * When it was closed; of a refund when it was made.
   */
  closedAt: Instant | null;
  /**
   * SALE, VOID, REFUND and so on, as Lightspeed calls it; null: Lightspeed has it not.
   */
  saleType: string | null;
  /**
   * As the till writes it.
   */
  uuid: string | null;
  /**
   * Its fiscal id.
   */
  fiscId: string | null;
  /**
   * The till's own number.
   */
  receiptNumber: string | null;
  /**
   * The receipt here.
   */
  receiptId: string | null;
  /**
   * The refused receipt here.
   */
  refusedId: string | null;
  /**
   * The refund here.
   */
  refundId: string | null;
  /**
   * What Lightspeed recorded.
   */
  lightspeed: ComparedSums;
  /**
   * What the receiver has.
   */
  here: ComparedSums;
  /**
   * What the receiver has more than Lightspeed.
   */
  difference: ComparedSums;
  /**
   * The same by payment method.
   */
  byPaymentMethod: ComparedMethod[];
}
/**
 * Bills that are not the same on both sides. One page of a list.
 */
export interface ReconciliationItemList {
  /**
   * The rows of this page.
   *
   * @maxItems 5000
   */
  results: ReconciliationItem[];
  /**
   * Which page this is, from 1.
   */
  pageNumber: number;
  /**
   * Most rows on a page; the size in effect where more were asked for.
   */
  pageSize: number;
  /**
   * Rows that the filter leaves.
   */
  totalResults: number;
  /**
   * False where there are more rows than were counted (10,000).
   */
  totalIsExact?: boolean;
  _links: PageLinks;
}
/**
 * Reconciliations of a property. One page of a list.
 */
export interface ReconciliationList {
  /**
   * The rows of this page.
   *
   * @maxItems 5000
   */
  results: ReconciliationSummary[];
  /**
   * Which page this is, from 1.
   */
  pageNumber: number;
  /**
   * Most rows on a page; the size in effect where more were asked for.
   */
  pageSize: number;
  /**
   * Rows that the filter leaves.
   */
  totalResults: number;
  /**
   * False where there are more rows than were counted (10,000).
   */
  totalIsExact?: boolean;
  _links: PageLinks;
}
/**
 * A comparison of what Lightspeed recorded with what the receiver has, in a list.
 */
export interface ReconciliationSummary {
  /**
   * Its id.
   */
  id: string;
  /**
   * The first business date.
   */
  from: BusinessDate;
  /**
   * The last one.
   */
  to: BusinessDate;
  /**
   * complete: through, and Lightspeed has all of every date. incomplete: through, but more may come. failed: `failure` says why; nothing goes on by itself.
   */
  status: "running" | "complete" | "incomplete" | "failed";
  /**
   * Why it failed, and what to do.
   */
  failure: string | null;
  /**
   * True: it only compares. False: what is missing here is recovered.
   */
  dryRun: boolean;
  /**
   * The token or command that asked for it; null: the schedule.
   */
  startedBy: string | null;
  startedAt: Instant;
  /**
   * When it was through.
   */
  finishedAt: Instant | null;
  counts: ComparedCounts;
}
/**
 * Asks for a comparison with what Lightspeed recorded: of one business date, or of all from one to another, both among them, at most 366.
 */
export interface ReconciliationRequest {
  /**
   * The only date.
   */
  businessDate?: BusinessDate;
  /**
   * The first date.
   */
  from?: BusinessDate;
  /**
   * The last date.
   */
  to?: BusinessDate;
  /**
   * True: only compare. Else what is missing here is recovered.
   */
  dryRun?: boolean;
}
/**
 * What was given back of a sale: a refund made here, or a reversal of the till. Amounts are positive and in the currency of the property.
 */
export interface Refund {
  /**
   * Its id; of a reversal of the till the id of its receipt.
   */
  id: string;
  /**
   * Whether it was made here or at the till.
   */
  origin: "here" | "till";
  /**
   * What was asked for: all that was left, the rest of some lines, a quantity, an amount, or only a tip.
   */
  kind: "full" | "line" | "quantity" | "amount" | "tip";
  /**
   * reversed: the till took back the sale afterwards, so that it would have been given back twice.
   */
  status: "posted" | "reversed";
  /**
   * The sale it takes back; null of a reversal whose original is not known.
   */
  receiptRef: {
    /**
     * Its id.
     */
    id: string;
    /**
     * Its fiscal id.
     */
    fiscId: string | null;
    /**
     * Its uuid as the till writes it.
     */
    uuid: string | null;
  } | null;
  /**
   * The guest or house account, where it is one.
   */
  customerRef: {
    /**
     * Its id.
     */
    id: string;
    /**
     * Name of the guest; null of a house account.
     */
    name: string | null;
  } | null;
  /**
   * The reservation, where it is one.
   */
  reservationRef: {
    /**
     * Its id.
     */
    id: string;
  } | null;
  /**
   * The folio it is on, where it is one; bills has all.
   */
  folioRef: {
    /**
     * Its id.
     */
    id: string;
  } | null;
  /**
   * The account the money leaves; none is known here.
   */
  bankAccountRef: null;
  /**
   * The outlet that sold it.
   */
  businessLocationId: string;
  /**
   * Its business date.
   */
  postedDate: BusinessDate;
  /**
   * ISO 4217 code of the currency of all amounts.
   */
  currency: string;
  /**
   * To the currency of the property: always 1.
   */
  currencyRate: "1";
  /**
   * What it gives back of which line, with its share of discounts, service charge and balances.
   */
  lines: {
    /**
     * The line of the sale; null where it is not known.
     */
    originalLineRef: {
      /**
       * Its id.
       */
      id: string;
    } | null;
    /**
     * What was sold.
     */
    description: string;
    /**
     * Null: an amount of money was given back, no quantity.
     */
    quantity: QuantityText | null;
    /**
     * Of one of it, before discount, with tax; null where there is no quantity.
     */
    unitAmount: MoneyText | null;
    /**
     * The discount in it, with tax.
     */
    discountAmount: MoneyText;
    /**
     * Of what it would have come to without.
     */
    discountPercentage: string;
    /**
     * After discount, before tax.
     */
    subTotal: MoneyText;
    /**
     * Tax in it.
     */
    taxAmount: MoneyText;
    /**
     * With tax.
     */
    totalAmount: MoneyText;
    /**
     * Its tax by rate.
     */
    taxes: TaxShare[];
  }[];
  /**
   * Discounts in it, with tax.
   */
  totalDiscount: MoneyText;
  /**
   * Of what it would have come to without.
   */
  discountPercentage: string;
  /**
   * After discount, before tax; with the tip.
   */
  subTotal: MoneyText;
  /**
   * Tax in it.
   */
  taxAmount: MoneyText;
  /**
   * All that was given back, with tax and tip.
   */
  totalAmount: MoneyText;
  /**
   * The tip in it.
   */
  tipAmount: MoneyText;
  /**
   * What each folio was given back.
   */
  bills: Bill[];
  /**
   * Settled outside: on no guest's folio.
   */
  external: boolean;
  /**
   * What the till gave back as well, though it had been settled outside: for staff to claim.
   */
  overRefunded: MoneyText;
  /**
   * Why, as it was given.
   */
  reason: string | null;
  /**
   * The same.
   */
  memo: string | null;
  /**
   * The key under which it was sent: the Idempotency-Key.
   */
  externalKey: string | null;
  /**
   * When it was made, UTC.
   */
  createdAt: Instant;
  /**
   * When it last changed, UTC.
   */
  sourceModifiedDate: Instant;
}
/**
 * Refunds of a property. One page of a list.
 */
export interface RefundList {
  /**
   * The rows of this page.
   *
   * @maxItems 5000
   */
  results: Refund[];
  /**
   * Which page this is, from 1.
   */
  pageNumber: number;
  /**
   * Most rows on a page; the size in effect where more were asked for.
   */
  pageSize: number;
  /**
   * Rows that the filter leaves.
   */
  totalResults: number;
  /**
   * False where there are more rows than were counted (10,000).
   */
  totalIsExact?: boolean;
  _links: PageLinks;
}
/**
 * Asks for a refund: of some lines, each by quantity, by amount, or the rest of it; of one amount of the whole receipt; of all that is left of it; of a tip. Amounts and quantities are positive, as decimal text or as numbers that JSON keeps exactly.
 */
export interface RefundRequest {
  /**
   * The sale, by our id.
   */
  receiptId: string;
  /**
   * Why, for people; needed where an amount is refunded. Without markup.
   */
  reason?: string;
  /**
   * What of which line; each line once. Without it the whole receipt is meant.
   *
   * @minItems 1
   * @maxItems 500
   *
   * Items: The rest of a line, or a quantity of it, or an amount.
   */
  lines?: {
    /**
     * A line of the receipt, as the receipt shows it.
     */
    lineId: string;
    /**
     * How many of it, at most three decimals.
     */
    quantity?: string | number;
    /**
     * How much of it, with tax, in the currency of the property.
     */
    amount?: string | number;
  }[];
  /**
   * How much of the whole receipt, with tax and without tips; divided by what is left of each line.
   */
  amount?: string | number;
  /**
   * How much of the tip: never refunded unless it is asked for.
   */
  tip?: string | number;
  /**
   * Only from what stands on this folio; else every folio bears its part.
   */
  folioId?: string;
  /**
   * Settled outside: credits no guest's folio. Needed for receipts that are on no guest's folio, and for guests who have checked out.
   */
  external?: boolean;
}
/**
 * Who reposted or dismissed a refused bill, and when.
 */
export interface RefusedDecision {
  /**
   * Name of the management token.
   */
  by: string;
  at: Instant;
  /**
   * The reason given for a dismissal.
   */
  note: string | null;
}
/**
 * A reservation that a refused bill names, as the directory has it now.
 */
export interface RefusedGuest {
  /**
   * As sent.
   */
  reservationId: string;
  /**
   * The guest's name, or that of a house account.
   */
  clientName: string;
  /**
   * The room; null for a house account.
   */
  roomId: string | null;
  /**
   * A house account that the hotel has no more is checked-out.
   */
  status: "in-house" | "due-in" | "checked-out";
  /**
   * True: a till may not charge it.
   */
  blocked: boolean;
}
/**
 * A bill that was authenticated and not posted, kept until staff decide. One entry per identity and content: a repeat raises attempts. Its body is shown by one request of its own only.
 */
export interface RefusedReceipt {
  /**
   * Id of the entry.
   */
  id: string;
  /**
   * open: waiting for staff. reposted: put on a folio by staff. dismissed: set aside by staff with a reason. superseded: settled by a later bill of the till.
   */
  status: "open" | "reposted" | "dismissed" | "superseded";
  /**
   * Why it was refused, or why it was superseded: one short name such as reservation-unknown, guest-blocked, guest-checked-out, guest-due-in, reservation-not-named, content-conflict, reference-mismatch, malformed, wrong-shape, wrong-content-type, too-large, key-revoked. The list is open.
   */
  reason: string;
  /**
   * The status that the till got.
   */
  httpStatus: number;
  /**
   * How often the till sent it.
   */
  attempts: number;
  /**
   * Sum of its payments without tips; null where the bill could not be read.
   */
  gross: MoneyText | null;
  /**
   * The reservations it names, as sent.
   */
  reservationIds: string[];
  /**
   * The outlet whose key it carried.
   */
  businessLocationId: string;
  /**
   * When it first arrived.
   */
  receivedAt: Instant;
  /**
   * When it last arrived.
   */
  lastAttemptAt: Instant;
  businessDate: BusinessDate;
  /**
   * Fiscal id of the account, where it could be read.
   */
  fiscId: string | null;
  /**
   * The 16 bytes that identify the bill at Lightspeed, as URL-safe base64 with padding, where they could be read.
   */
  uuid: string | null;
  /**
   * Size of the body as received.
   */
  sizeBytes: number;
  /**
   * What was wrong with its shape: where and what, never a value.
   */
  faults: ShapeFault[];
  /**
   * The receipt that stands for it now; null where none does.
   */
  receiptId: string | null;
  flags: Flags;
  /**
   * Whole minutes since it first arrived; null where it is settled.
   */
  ageMinutes: number | null;
  /**
   * Those of the reservations it names that are known, as they are now.
   */
  guests: RefusedGuest[];
  /**
   * Whose it may be, where it is open and names no reservation: at most 20, the likeliest first. Only where a single entry is asked for; empty where it names whom it is for.
   */
  candidates?: RepostCandidate[];
  /**
   * What would put it on folios, in words for staff; null where it is settled.
   */
  remedy: string | null;
  /**
   * Who reposted or dismissed it; null where a till brought about its status.
   */
  decision: RefusedDecision | null;
}
/**
 * What is wrong with a bill at one place. It never quotes a value: values may be names or keys.
 */
export interface ShapeFault {
  /**
   * JSON pointer into the body; empty for the whole of it.
   */
  pointer: string;
  /**
   * What was found there.
   */
  fault: string;
}
/**
 * A guest who may be whose a refused bill is that names no reservation: in house when it was closed, as far as the directory tells.
 */
export interface RepostCandidate {
  /**
   * What `folioId` of a repost takes.
   */
  reservationId: string;
  /**
   * The guest's name.
   */
  clientName: string;
  /**
   * The room; null where it is a house account by now.
   */
  roomId: string | null;
  /**
   * As it is now: who was in house may have left since.
   */
  status: "in-house" | "due-in" | "checked-out";
  /**
   * True: a till may not charge it.
   */
  blocked: boolean;
  /**
   * Why, the strongest sign first. same-table, same-waiter, same-device: an earlier bill of the guest from the same outlet, of the three days before. in-house: the directory has the guest in house at that time. The list is open.
   */
  because: string[];
  /**
   * When the last of those bills was closed; null where there is none.
   */
  lastBillAt: Instant | null;
}
/**
 * Refused receipts of a property. One page of a list.
 */
export interface RefusedReceiptList {
  /**
   * The rows of this page.
   *
   * @maxItems 5000
   */
  results: RefusedReceipt[];
  /**
   * Which page this is, from 1.
   */
  pageNumber: number;
  /**
   * Most rows on a page; the size in effect where more were asked for.
   */
  pageSize: number;
  /**
   * Rows that the filter leaves.
   */
  totalResults: number;
  /**
   * False where there are more rows than were counted (10,000).
   */
  totalIsExact?: boolean;
  _links: PageLinks;
}
/**
 * Where a refused bill goes. Empty: each room charge to the reservation it names. folioId and folioIds exclude each other; what was not a room charge stays on the clearing account.
 */
export interface RepostRequest {
  /**
   * One folio for all room charges of the bill: a reservation, a named house account, or the outlet's clearing account (house:<businessLocationId>), where they are booked and left unsettled.
   */
  folioId?: string;
  /**
   * A folio by reservation as sent; the empty name is a room charge that names none. What is not in it goes to the reservation it names.
   */
  folioIds?: {
    [k: string]: string;
  };
  /**
   * True: both are meant, though a bill with the same lines is there for the same guest, minutes apart.
   */
  confirmDouble?: boolean;
}
/**
 * The guest directory. One page of a list.
 */
export interface ReservationList {
  /**
   * The rows of this page.
   *
   * @maxItems 5000
   */
  results: Reservation[];
  /**
   * Which page this is, from 1.
   */
  pageNumber: number;
  /**
   * Most rows on a page; the size in effect where more were asked for.
   */
  pageSize: number;
  /**
   * Rows that the filter leaves.
   */
  totalResults: number;
  /**
   * False where there are more rows than were counted (10,000).
   */
  totalIsExact?: boolean;
  _links: PageLinks;
}
/**
 * A change to one reservation: its id and what changes. What is not named stays; creditLimit null takes the limit away. An id that was never seen makes a new reservation and then needs roomId, clientName and status too.
 */
export interface ReservationPatch {
  /**
   * Id in the hotel's system, without control characters and not beginning with house:, which is reserved. An opaque text: 001 is not 1.
   */
  reservationId: string;
  /**
   * Room identifier; empty or absent while no room is assigned.
   */
  roomId?: string;
  /**
   * Label of the room; without one the till is shown the roomId.
   */
  roomDescription?: string;
  /**
   * Full name of the guest.
   */
  clientName?: string;
  /**
   * Only in-house guests are found by a till and debited; a credit reaches any.
   */
  status?: "in-house" | "due-in" | "checked-out";
  /**
   * True refuses new debits.
   */
  blocked?: boolean;
  /**
   * What may be charged from the moment it is set; null or absent for no limit. A bill above it is accepted and flagged.
   */
  creditLimit?: MoneyLimit | null;
}
/**
 * What a change of the guest directory did, as numbers of reservations.
 */
export interface ReservationsAnswer {
  counts: {
    /**
     * Seen for the first time.
     */
    created: number;
    /**
     * Known before, something is different now; those checked out are among them.
     */
    changed: number;
    /**
     * Known before, nothing is different.
     */
    unchanged: number;
    /**
     * Of those, how many are checked out now and were not before: named so, or absent from a PUT.
     */
    checkedOut: number;
  };
}
/**
 * What of which line of the sale, in the Retail dialect.
 */
export interface RetailRefundLine {
  /**
   * A line of the sale: lineId as the receipt shows it, such as 1, or {receiptId}.{lineId}, which no other sale has and is refused where the sale is another.
   */
  parentSaleLineID: string | number;
  /**
   * How many of it, negative, at most three decimals. Left out: the whole rest of the line.
   */
  unitQuantity?: string | number;
}
/**
 * A refund as a completed sale in the Retail dialect: numbers and booleans are text, 0 is no reference.
 */
export interface RetailRefundMade {
  /**
   * The refund.
   */
  Sale: {
    /**
     * Id of the refund.
     */
    saleID: string;
    /**
     * When it was made.
     */
    timeStamp: string;
    /**
     * Always true.
     */
    completed: "true";
    /**
     * As it was sent, or 0.
     */
    employeeID: string;
    /**
     * As it was sent, or 0.
     */
    registerID: string;
    /**
     * As it was sent, or 0.
     */
    shopID: string;
    /**
     * Before discounts, without tax.
     */
    calcSubtotal: string;
    /**
     * Discounts in it.
     */
    calcDiscount: string;
    /**
     * All tax.
     */
    calcTax1: string;
    /**
     * Always 0.
     */
    calcTax2: string;
    /**
     * What was given back, below 0.
     */
    calcTotal: string;
    /**
     * The same.
     */
    total: string;
    /**
     * Nothing is left open.
     */
    balance: "0";
    /**
     * What was given back.
     */
    SaleLines: {
      /**
       * One as an object, several as an array.
       */
      SaleLine: RetailSaleLine | RetailSaleLine[];
    };
    /**
     * How it was paid back.
     */
    SalePayments: {
      /**
       * One as an object, several as an array.
       */
      SalePayment: RetailSalePayment | RetailSalePayment[];
    };
  };
}
/**
 * A line of a refund in the Retail dialect; numbers are text.
 */
export interface RetailSaleLine {
  /**
   * {saleID}.{number of the line in the refund}: no line of a sale.
   */
  saleLineID: string;
  /**
   * Id of the refund.
   */
  saleID: string;
  /**
   * The line of the sale that is given back, as it was sent; where no lines were, {receiptId}.{lineId}.
   */
  parentSaleLineID: string;
  /**
   * Negative.
   */
  unitQuantity: string;
  /**
   * Of one piece, with tax, before discounts.
   */
  unitPrice: string;
  /**
   * Its share of discounts.
   */
  calcLineDiscount: string;
  /**
   * Before discounts, without tax.
   */
  calcSubtotal: string;
  /**
   * All tax.
   */
  calcTax1: string;
  /**
   * Always 0.
   */
  calcTax2: string;
  /**
   * With discounts and tax.
   */
  calcTotal: string;
}
/**
 * A payment of a refund in the Retail dialect; numbers are text.
 */
export interface RetailSalePayment {
  /**
   * Id of the refund.
   */
  saleID: string;
  /**
   * Negative.
   */
  amount: string;
  /**
   * As it was sent.
   */
  paymentTypeID: string;
  /**
   * As it was sent, or 0.
   */
  employeeID: string;
  /**
   * As it was sent, or 0.
   */
  registerID: string;
}
/**
 * How it is paid back, in the Retail dialect. It is told in the answer and moves no money.
 */
export interface RetailRefundPayment {
  /**
   * Negative, in the currency of the property. Left out, of a single payment: what the refund comes to.
   */
  amount?: string | number;
  /**
   * The type of payment of the client.
   */
  paymentTypeID: string | number;
}
/**
 * Asks for a refund in the dialect of Lightspeed Retail (R-Series). Numbers and booleans may be text, a list of one may be its member.
 */
export interface RetailRefundRequest {
  /**
   * Told in the answer.
   */
  employeeID?: string | number;
  /**
   * Told in the answer.
   */
  registerID?: string | number;
  /**
   * Told in the answer.
   */
  shopID?: string | number;
  /**
   * True, also where it is left out: a refund is made complete or not at all.
   */
  completed?: true | "true";
  /**
   * What of which line; each line once. Without it the whole rest of the sale.
   */
  SaleLines?: {
    /**
     * One line or several.
     */
    SaleLine: RetailRefundLine | RetailRefundLine[];
  };
  /**
   * Payments that sum to what the refund comes to.
   */
  SalePayments: {
    /**
     * One payment or several.
     */
    SalePayment: RetailRefundPayment | RetailRefundPayment[];
  };
}
/**
 * Answer of a search by a till. Several reservations can share a room; there is one entry for each, at most 50, the exact room first. Source: PMS search of Lightspeed K-Series.
 */
export interface SearchAnswer {
  /**
   * True when the look-up worked, also if nobody was found.
   */
  success: boolean;
  /**
   * Filled when success is false, else empty.
   */
  errorMessage: string | null;
  /**
   * Guests in house and searchable house accounts.
   *
   * @maxItems 50
   */
  reservations: SearchHit[];
}
/**
 * One reservation or house account that a bill may be charged to. The till shows it to the waiter and sends its reservationId back in the payment.
 */
export interface SearchHit {
  /**
   * Room identifier; letters are allowed. For an account without a room it is the account.
   */
  roomId: string;
  /**
   * Label of the room; repeats roomId where the hotel has none.
   */
  roomDescription: string;
  /**
   * Name of the guest or of the account.
   */
  clientName: string;
  /**
   * What a charge names, an opaque text.
   */
  reservationId: string;
  /**
   * What may still be charged, in the currency of the business, never below 0. Left out where there is no limit.
   */
  creditLimit?: number;
  /**
   * True stops a room charge at the till.
   */
  blocked: boolean;
}
/**
 * What a till shows and prints when a search or a charge failed. At most 50 characters, counted as code points, because the till cuts the rest; fit to be read by a guest, so it holds no ids and no names. The reason in full stands in the refused receipt.
 */
export interface TillError {
  /**
   * The printed words.
   */
  customerErrorMessage: string;
}
