/** The bills of one closing, by what is special about them (reference e). Follow-ups are in stories.ts. */
export const SINGLE_KINDS = [
  "one-rate",
  "two-rates",
  "exclusive",
  "exclusive-apportioned",
  "exclusive-tax-as-line",
  "exclusive-without-detail",
  "service-untaxed",
  "service-apportioned",
  "line-discount",
  "account-discount",
  "surcharge",
  "weights",
  "partial",
  "two-rooms",
  "comped",
  "mirrored",
  "zero",
  "later-day-credit",
  "unknown-guest",
] as const;
export type SingleKind = (typeof SINGLE_KINDS)[number];

/** Where and by whom bills are rung. */
export interface BillSetting {
  /** Decimals of the currency. */
  decimals: number;
  /** Reservations that may be charged; at least one. */
  reservationIds: readonly string[];
  businessExternalReference: string | null;
  deviceId: string;
  /** Counts the accounts of the device: `A<device>.<n>`. */
  nextNumber: () => number;
}
