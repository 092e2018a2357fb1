/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { TaxLine } from "./TaxLine.ts";
import type { TillId } from "./TillId.ts";
import type { TillNumber } from "./TillNumber.ts";

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
