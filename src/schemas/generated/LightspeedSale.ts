/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedDecimal } from "./LightspeedDecimal.ts";
import type { LightspeedId } from "./LightspeedId.ts";
import type { LightspeedInstant } from "./LightspeedInstant.ts";
import type { LightspeedPayment } from "./LightspeedPayment.ts";
import type { LightspeedSaleLine } from "./LightspeedSaleLine.ts";

/**
 * One account that Lightspeed recorded as closed. Times have other names with V1 than with V2. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedSale {
  /**
   * Uuid of the account, base64: the uuid of its charge.
   */
  accountReference?: string | null;
  /**
   * Fiscal id of the account, A…: the fiscId of its charge.
   */
  accountFiscId?: LightspeedId;
  /**
   * Number of the receipt, R…
   */
  receiptId?: LightspeedId;
  /**
   * Accounts it goes back to.
   */
  source?: {
    /**
     * Fiscal id of the first account of the chain; its own where there is none.
     */
    initialAccountId?: LightspeedId;
    /**
     * Fiscal id of the account before; absent where there is none.
     */
    previousAccountId?: LightspeedId;
  } | null;
  /**
   * Its lines.
   */
  salesLines?: LightspeedSaleLine[] | null;
  /**
   * Its payments; there only when they were asked for.
   */
  payments?: LightspeedPayment[] | null;
  /**
   * When it was opened (V1).
   */
  timeofOpening?: LightspeedInstant;
  /**
   * When it was opened (V2).
   */
  timeOfOpening?: LightspeedInstant;
  /**
   * When it was closed (V1).
   */
  timeofCloseAndPaid?: LightspeedInstant;
  /**
   * When it was closed (V2).
   */
  timeClosed?: LightspeedInstant;
  /**
   * Whether it was cancelled.
   */
  cancelled?: boolean | null;
  /**
   * Fiscal number of an integrator.
   */
  externalFiscalNumber?: string | null;
  /**
   * Number of the table.
   */
  tableNumber?: string | null;
  /**
   * Name of the table.
   */
  tableName?: string | null;
  /**
   * Code of the account profile.
   */
  accountProfileCode?: string | null;
  /**
   * Name of who owns the account.
   */
  ownerName?: string | null;
  /**
   * Who owns the account.
   */
  ownerId?: LightspeedId;
  /**
   * SALE, VOID, REFUND, RECALL, SPLIT, UPDATE, TRANSFER, CROSS_BL, FLOAT, CANCEL, TRANSITORY or another.
   */
  type?: string | null;
  /**
   * References of online orders.
   */
  externalReferences?: (string | null)[] | null;
  /**
   * Number of covers.
   */
  nbCovers?: LightspeedDecimal;
  /**
   * Whether it was eaten in the house.
   */
  dineIn?: boolean | null;
  /**
   * Till it was opened at.
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
}
