/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { TillId } from "./TillId.ts";
import type { TillNumber } from "./TillNumber.ts";

/**
 * One tender of the bill. A payment with the code IKPMS is a room charge to its reservation: amount plus gratuity is what that guest owes. Every member but amount may be null or absent; members that are not listed here are ignored.
 */
export interface ChargePayment {
  /**
   * When the payment was taken: ISO 8601 text, or a whole number (milliseconds since 1970 from 100000000000 up, else seconds).
   */
  paymentDate?: string | number | null;
  /**
   * Id of the person who took the payment.
   */
  staffId?: TillId;
  /**
   * Name of the person who took the payment.
   */
  staffName?: string | null;
  /**
   * Tip in the currency of the business: outside revenue and tax, and not part of amount. Negative on a reversal.
   */
  gratuity?: TillNumber;
  /**
   * What was paid without the tip, in the currency of the business. Negative on a reversal. The payments decide the money, so this one number may not be left out.
   */
  amount: number;
  /**
   * Name of the payment method as the hotel chose it.
   */
  methodName?: string | null;
  /**
   * Code of the payment method. IKPMS is the room charge, whatever its name; the list is open.
   */
  methodCode?: string | null;
  /**
   * The reservation as the search answered it, an opaque text: 001 is not 1. It has a meaning beside IKPMS only.
   */
  reservationId?: string | null;
}
