import type { Minor } from "../money.ts";

/** One accounting group's code: the same for every tax rate, or by rate (key: percent as canonical decimal, `7.7`). */
export interface AccountingGroupCode {
  code: string | null;
  rates: Record<string, string>;
}

/** What the hotel's books call each kind of posting. Null: not mapped, which falls back and is flagged `unmapped`. */
export interface TransactionCodes {
  fallback: string | null;
  gratuity: string | null;
  serviceCharge: string | null;
  discount: string | null;
  surcharge: string | null;
  rounding: string | null;
  difference: string | null;
  transfer: string | null;
  payments: Record<string, string>;
  paymentFallback: string | null;
  accountingGroups: Record<string, AccountingGroupCode>;
  revenueCenters: Record<string, string>;
}

/** A Lightspeed outlet of the hotel; it has its own API keys. */
export interface BusinessLocation {
  id: string;
  name: string;
  /** When set, a charge that names another one is refused as `reference-mismatch`. */
  businessExternalReference: string | null;
  features: string[];
  /** Milliseconds UTC; sales before it do not concern reconciliation. */
  goLiveAt: number | null;
  transactionCodes: TransactionCodes;
}

/** A folio beside the rooms (events, companies). Shares one namespace of ids with reservations. */
export interface HouseAccount {
  folioId: string;
  name: string;
  searchable: boolean;
  blocked: boolean;
  creditLimit: Minor | null;
}

/** The hotel's settings. */
export interface Property {
  id: string;
  name: string;
  /** ISO 4217. */
  currency: string;
  /** IANA zone. */
  timezone: string;
  /** Local time `HH:MM`, 00:00 to 12:00, at which the business date changes. */
  dayEndsAt: string;
  roundingTolerance: Minor;
  transactionCodes: TransactionCodes;
  businessLocations: BusinessLocation[];
}

export const CLEARING_PREFIX = "house:";

/** The account on which a location's unposted bills are booked and settled; always zero after a receipt. */
export function clearingAccount(businessLocationId: string): string {
  return CLEARING_PREFIX + businessLocationId;
}

export function isClearingAccount(folioId: string): boolean {
  return folioId.startsWith(CLEARING_PREFIX);
}
