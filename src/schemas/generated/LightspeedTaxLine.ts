/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedDecimal } from "./LightspeedDecimal.ts";
import type { LightspeedId } from "./LightspeedId.ts";

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
