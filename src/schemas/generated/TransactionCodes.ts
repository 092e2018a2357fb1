/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { AccountingGroupCode } from "./AccountingGroupCode.ts";

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
