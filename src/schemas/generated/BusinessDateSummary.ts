/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { BusinessDate } from "./BusinessDate.ts";
import type { Instant } from "./Instant.ts";
import type { MoneyText } from "./MoneyText.ts";

/**
 * A business date in a list. Amounts are those of its report once it is closed, null while it is open.
 */
export interface BusinessDateSummary {
  businessDate: BusinessDate;
  status: "open" | "closed";
  closedAt: Instant | null;
  /**
   * Who closed it.
   */
  closedBy: string | null;
  /**
   * All but payments, tips and transfers.
   */
  gross: MoneyText | null;
  /**
   * Without tax.
   */
  net: MoneyText | null;
  /**
   * Of it.
   */
  tax: MoneyText | null;
  /**
   * Beside it.
   */
  tips: MoneyText | null;
}
