/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedAccountingGroup } from "./LightspeedAccountingGroup.ts";
import type { LightspeedDecimal } from "./LightspeedDecimal.ts";
import type { LightspeedId } from "./LightspeedId.ts";
import type { LightspeedInstant } from "./LightspeedInstant.ts";
import type { LightspeedTaxLine } from "./LightspeedTaxLine.ts";

/**
 * One line of a sale that Lightspeed recorded. With V2 amounts have six decimals, discounts two. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedSaleLine {
  /**
   * Fiscal id of the line, S…
   */
  id?: LightspeedId;
  /**
   * Line it belongs to, such as the dish of a side.
   */
  parentLineId?: LightspeedId;
  /**
   * Line total with tax; for businesses whose prices contain tax only.
   */
  totalNetAmountWithTax?: LightspeedDecimal;
  /**
   * Line total before tax.
   */
  totalNetAmountWithoutTax?: LightspeedDecimal;
  /**
   * Price on the menu.
   */
  menuListPrice?: LightspeedDecimal;
  /**
   * What one item costs the house.
   */
  unitCostPrice?: LightspeedDecimal;
  /**
   * Service charge of the line.
   */
  serviceCharge?: LightspeedDecimal;
  /**
   * UNTAXED, APPORTIONED, NO_SERVICE_CHARGE or another.
   */
  serviceChargeType?: string | null;
  /**
   * Service charge in per cent.
   */
  serviceChargeRate?: LightspeedDecimal;
  /**
   * Discount on the line.
   */
  discountAmount?: LightspeedDecimal;
  /**
   * Kind of that discount.
   */
  discountType?: string | null;
  /**
   * Code of that discount.
   */
  discountCode?: string | null;
  /**
   * Name of that discount.
   */
  discountName?: string | null;
  /**
   * The line's share of a discount on the whole bill.
   */
  accountDiscountAmount?: LightspeedDecimal;
  /**
   * Kind of that discount.
   */
  accountDiscountType?: string | null;
  /**
   * Code of that discount.
   */
  accountDiscountCode?: string | null;
  /**
   * Name of that discount.
   */
  accountDiscountName?: string | null;
  /**
   * Both discounts together.
   */
  totalDiscountAmount?: LightspeedDecimal;
  /**
   * Code of the tax rate.
   */
  taxCode?: string | null;
  /**
   * Tax of the line.
   */
  taxAmount?: LightspeedDecimal;
  /**
   * Rate in per cent: 20.00. A multiplier stands in taxLines.
   */
  taxRatePercentage?: LightspeedDecimal;
  /**
   * Its taxes one by one.
   */
  taxLines?: LightspeedTaxLine[] | null;
  /**
   * Sku of the item.
   */
  sku?: string | null;
  /**
   * Name of the item.
   */
  name?: string | null;
  /**
   * Name that was typed at the till instead.
   */
  nameOverride?: string | null;
  /**
   * Statistic group of the item.
   */
  statisticGroup?: string | null;
  /**
   * Quantity, with three decimals; negative when taken back.
   */
  quantity?: LightspeedDecimal;
  /**
   * Accounting group of the item.
   */
  accountingGroup?: LightspeedAccountingGroup | null;
  /**
   * ISO 4217 code.
   */
  currency?: string | null;
  /**
   * Tags of the line.
   */
  tags?: (string | null)[] | null;
  /**
   * Name of the till's configuration where it was ordered.
   */
  revenueCenter?: string | null;
  /**
   * Id of that configuration.
   */
  revenueCenterId?: LightspeedId;
  /**
   * Categories of the item.
   */
  categories?:
    | {
        /**
         * Category.
         */
        category?: string | null;
        /**
         * Value within it.
         */
        value?: string | null;
      }[]
    | null;
  /**
   * When it was ordered (V1).
   */
  timeofSale?: LightspeedInstant;
  /**
   * When it was ordered (V2).
   */
  timeOfSale?: LightspeedInstant;
  /**
   * Who ordered it.
   */
  staffId?: LightspeedId;
  /**
   * Name of who ordered it.
   */
  staffName?: string | null;
  /**
   * Till it was ordered at.
   */
  deviceId?: LightspeedId;
  /**
   * Name of that till.
   */
  deviceName?: string | null;
  /**
   * Why it was taken back; open text with V2.
   */
  voidReason?: string | null;
  /**
   * Code of the account profile.
   */
  accountProfileCode?: string | null;
}
