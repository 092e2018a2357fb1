/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { BusinessDate } from "./BusinessDate.ts";
import type { Instant } from "./Instant.ts";
import type { MoneyText } from "./MoneyText.ts";
import type { RateText } from "./RateText.ts";

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
     * `refused-open`: refused receipts wait for staff. `unsettled`: bills of the date that staff left unsettled on a clearing account; what was taken back of one on the same date is off, and one that was taken back whole is none. What is taken back of another date stays on that one. Else the name of a flag that stands on receipts of the date.
     */
    warning: string;
    /**
     * How many receipts; of `unsettled`, how many bills.
     */
    count: number;
    amount: MoneyText | null;
  }[];
  /**
   * The last act on the property's trail before this report, `property:number:hash`: what `audit --expect-head` is given later to prove that nothing before it was changed. Null while there is none.
   */
  trailHead: string | null;
}
