/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { BusinessDate } from "./BusinessDate.ts";
import type { Flags } from "./Flags.ts";
import type { Instant } from "./Instant.ts";
import type { MoneyText } from "./MoneyText.ts";
import type { QuantityText } from "./QuantityText.ts";
import type { TaxShare } from "./TaxShare.ts";

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
