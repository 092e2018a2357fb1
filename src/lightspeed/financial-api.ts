import type { LocationPlace } from "../properties/lightspeed-grant.ts";

/**
 * What Lightspeed recorded, whichever generation of its Financial API a location is read through: the contract. Ids are
 * text, amounts exact decimal text as Lightspeed wrote it, times milliseconds UTC; null is what Lightspeed does not say.
 * Customers are not asked for and not kept. Every call rejects with `LightspeedError`, or what the signal was aborted with.
 */
export interface FinancialApi {
  /**
   * The sales closed in a range, page by page; only one page is in memory. Their order is not certain, and one closed
   * at the very end of a year's part of a long range may come twice.
   */
  sales(query: SalesQuery): AsyncIterable<SalesPage>;
  /** One business day as Lightspeed counts it, and whether any of its sales are missing. */
  businessDay(query: BusinessDayQuery): Promise<BusinessDay>;
  /** All that the grant covers. */
  businesses(place: LocationPlace): Promise<Business[]>;
  taxRates(place: LocationPlace): Promise<TaxRate[]>;
  paymentMethods(place: LocationPlace): Promise<PaymentMethod[]>;
  accountingGroups(place: LocationPlace): Promise<AccountingGroup[]>;
}

export interface SalesQuery {
  place: LocationPlace;
  /** Closed at or after. */
  from: number;
  to: number;
  /** Continues where a page told; null or absent: from the start. */
  position?: SalesPosition | null;
  signal?: AbortSignal;
}

/** Where to go on; can be kept, and used by another process for the same range. */
export interface SalesPosition {
  from: number;
  token: string | null;
}

export interface SalesPage {
  sales: Sale[];
  /** Null: this was the last page. */
  next: SalesPosition | null;
}

export interface BusinessDayQuery {
  place: LocationPlace;
  /** YYYY-MM-DD. */
  date: string;
  signal?: AbortSignal;
}

export interface BusinessDay {
  /** When the next business day begins. */
  endsAt: number | null;
  /** False while the day runs or tills have not synchronised: more may come. */
  dataComplete: boolean;
}

/** One account that Lightspeed recorded as closed (reference g). */
export interface Sale {
  /** In the spelling of `readUuid`: that of the charge it belongs to. */
  uuid: string | null;
  fiscId: string | null;
  receiptNumber: string | null;
  initialAccountId: string | null;
  previousAccountId: string | null;
  /** SALE, VOID, REFUND, RECALL, SPLIT, UPDATE, TRANSFER, CROSS_BL, FLOAT, CANCEL, TRANSITORY, or one not known yet. */
  type: string | null;
  cancelled: boolean;
  openedAt: number | null;
  closedAt: number | null;
  externalFiscalNumber: string | null;
  tableNumber: string | null;
  tableName: string | null;
  accountProfileCode: string | null;
  ownerId: string | null;
  ownerName: string | null;
  externalReferences: string[];
  covers: string | null;
  dineIn: boolean | null;
  deviceId: string | null;
  deviceName: string | null;
  voidReason: string | null;
  lines: SaleLine[];
  payments: SalePayment[];
}

export interface SaleLine {
  id: string | null;
  parentLineId: string | null;
  totalNetAmountWithTax: string | null;
  totalNetAmountWithoutTax: string | null;
  menuListPrice: string | null;
  unitCostPrice: string | null;
  serviceCharge: string | null;
  serviceChargeType: string | null;
  /** Per cent. */
  serviceChargeRate: string | null;
  discountAmount: string | null;
  discountType: string | null;
  discountCode: string | null;
  discountName: string | null;
  accountDiscountAmount: string | null;
  accountDiscountType: string | null;
  accountDiscountCode: string | null;
  accountDiscountName: string | null;
  totalDiscountAmount: string | null;
  taxCode: string | null;
  taxAmount: string | null;
  /** Per cent, unlike the multipliers in `taxLines`. */
  taxRatePercentage: string | null;
  taxLines: SaleTaxLine[];
  sku: string | null;
  name: string | null;
  nameOverride: string | null;
  statisticGroup: string | null;
  quantity: string | null;
  accountingGroup: AccountingGroup | null;
  currency: string | null;
  tags: string[];
  revenueCenter: string | null;
  revenueCenterId: string | null;
  categories: { category: string | null; value: string | null }[];
  orderedAt: number | null;
  staffId: string | null;
  staffName: string | null;
  deviceId: string | null;
  deviceName: string | null;
  voidReason: string | null;
  accountProfileCode: string | null;
}

export interface SaleTaxLine {
  taxId: string | null;
  taxCode: string | null;
  /** Multiplier. */
  taxRate: string | null;
  taxAmount: string | null;
  taxIncluded: boolean | null;
}

export interface SalePayment {
  /** `IKPMS` is a room charge. */
  code: string | null;
  description: string | null;
  paymentMethodId: string | null;
  /** Without the tip: the `amount` of a charge's payment. */
  netAmountWithTax: string | null;
  /** The `gratuity` of a charge's payment. */
  tip: string | null;
  currency: string | null;
  type: string | null;
  deviceId: string | null;
  deviceName: string | null;
  staffId: string | null;
  staffName: string | null;
  authorization: string | null;
  externalReference: string | null;
  revenueCenter: string | null;
  revenueCenterId: string | null;
  fiscId: string | null;
  uuid: string | null;
  paidAt: number | null;
  surcharge: string | null;
}

export interface AccountingGroup {
  accountingGroupId: string | null;
  name: string | null;
  statisticGroup: string | null;
  code: string | null;
}

export interface Business {
  businessId: string | null;
  businessName: string | null;
  currencyCode: string | null;
  businessLocations: {
    id: string | null;
    name: string | null;
    country: string | null;
    timezone: string | null;
  }[];
}

export interface TaxRate {
  code: string | null;
  description: string | null;
  /** Multiplier. */
  rate: string | null;
  taxIncluded: boolean | null;
  accountingReference: string | null;
}

export interface PaymentMethod {
  id: string | null;
  name: string | null;
  code: string | null;
  accountingReference: string | null;
}

/** Why Lightspeed gave no answer that can be used. The message says what to do, and has no secret in it. */
export class LightspeedError extends Error {
  override readonly name = "LightspeedError";
  /**
   * `not-set-up`: the location has no client. `not-connected`, `grant-dead`: a person must grant access. `client-refused`:
   * id or secret of the client are wrong. `refused`: this request never succeeds. `unavailable`: a later one may.
   * `unreadable`: the answer is not what is documented.
   */
  readonly reason:
    | "not-set-up"
    | "not-connected"
    | "grant-dead"
    | "client-refused"
    | "refused"
    | "unavailable"
    | "unreadable";
  /** What Lightspeed asked to wait; null where it asked nothing. */
  readonly retryAfterMs: number | null;
  /** Of Lightspeed's answer; null where there was none. */
  readonly status: number | null;
  constructor(
    reason: LightspeedError["reason"],
    message: string,
    {
      status = null,
      retryAfterMs = null,
    }: {
      status?: number | null;
      retryAfterMs?: number | null;
    } = {},
  ) {
    super(message);
    this.reason = reason;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}
