/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { Flags } from "./Flags.ts";
import type { MoneyText } from "./MoneyText.ts";

/**
 * Answer to a bill that is posted and durable. Sent for the first time as posted and for every repeat of the same bill as replayed, otherwise unchanged; also for zero and mirrored bills, which charge no guest.
 */
export interface Acknowledgement {
  /**
   * posted: booked by this request. replayed: it was booked before and is booked once.
   */
  status: "posted" | "replayed";
  /**
   * Id that the receiver gave to the receipt.
   */
  receiptId: string;
  /**
   * What each folio was debited, tips included; negative for a credit.
   */
  bills: {
    /**
     * The folio that was charged.
     */
    folioId: string;
    /**
     * Amount plus tip in the currency of the property.
     */
    total: MoneyText;
  }[];
  flags: Flags;
}
