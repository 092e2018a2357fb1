/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { BusinessDate } from "./BusinessDate.ts";
import type { Flags } from "./Flags.ts";
import type { Instant } from "./Instant.ts";
import type { MoneyText } from "./MoneyText.ts";
import type { ReceiptKind } from "./ReceiptKind.ts";

/**
 * One closed bill as it stands in a list. Amounts are in the currency of the property; gross includes tax and service charge and never tips.
 */
export interface ReceiptSummary {
  /**
   * Id that the receiver gave; ids rise with time.
   */
  receiptId: string;
  /**
   * Number printed by the till.
   */
  receiptNumber: string | null;
  /**
   * The 16 bytes that identify the bill at Lightspeed, as URL-safe base64 with padding.
   */
  uuid: string | null;
  /**
   * Fiscal id of the account.
   */
  fiscId: string | null;
  /**
   * The outlet that closed it.
   */
  businessLocationId: string;
  kind: ReceiptKind;
  /**
   * Sum of the payments without tips.
   */
  gross: MoneyText;
  /**
   * Sum of the tax of all rates.
   */
  tax: MoneyText;
  /**
   * Sum of the tips.
   */
  tips: MoneyText;
  /**
   * Service charge inside gross.
   */
  serviceCharge: MoneyText;
  businessDate: BusinessDate;
  /**
   * When the till closed it; a guess, flagged date-guessed, where the till did not say.
   */
  closedAt: Instant;
  /**
   * When it arrived here.
   */
  receivedAt: Instant;
  flags: Flags;
}
