/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { TillNumber } from "./TillNumber.ts";

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
