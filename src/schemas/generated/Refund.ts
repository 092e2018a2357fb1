/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { Bill } from "./Bill.ts";
import type { BusinessDate } from "./BusinessDate.ts";
import type { Instant } from "./Instant.ts";
import type { MoneyText } from "./MoneyText.ts";
import type { QuantityText } from "./QuantityText.ts";
import type { TaxShare } from "./TaxShare.ts";

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
