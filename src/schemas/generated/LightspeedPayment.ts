/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedConsumer } from "./LightspeedConsumer.ts";
import type { LightspeedDecimal } from "./LightspeedDecimal.ts";
import type { LightspeedId } from "./LightspeedId.ts";
import type { LightspeedInstant } from "./LightspeedInstant.ts";

/**
 * One payment of a sale that Lightspeed recorded. The reservation is not part of it. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedPayment {
  /**
   * Code of the payment method; IKPMS is a room charge.
   */
  code?: string | null;
  /**
   * Name of the payment method.
   */
  description?: string | null;
  /**
   * Id of the payment method.
   */
  paymentMethodId?: LightspeedId;
  /**
   * What was paid, without the tip: the amount of a charge's payment.
   */
  netAmountWithTax?: LightspeedDecimal;
  /**
   * ISO 4217 code.
   */
  currency?: string | null;
  /**
   * Tip: the gratuity of a charge's payment.
   */
  tip?: LightspeedDecimal;
  /**
   * The customer, where asked for.
   */
  consumer?: LightspeedConsumer | null;
  /**
   * NORMAL, ACCOUNTS_RECEIVABLE or another.
   */
  type?: string | null;
  /**
   * Till it was paid at; text here, a number elsewhere.
   */
  deviceId?: LightspeedId;
  /**
   * Name of that till.
   */
  deviceName?: string | null;
  /**
   * Who took the payment.
   */
  staffId?: LightspeedId;
  /**
   * Name of who took the payment.
   */
  staffName?: string | null;
  /**
   * Authorization code.
   */
  authorization?: string | null;
  /**
   * Reference at the payment provider.
   */
  externalReference?: string | null;
  /**
   * Name of the till's configuration where it was paid.
   */
  revenueCenter?: string | null;
  /**
   * Id of that configuration; ordering and paying may happen at different ones.
   */
  revenueCenterId?: LightspeedId;
  /**
   * Fiscal id of the payment, T…
   */
  fiscId?: LightspeedId;
  /**
   * Uuid of the payment, base64url.
   */
  uuid?: string | null;
  /**
   * When it was paid.
   */
  fiscDate?: LightspeedInstant;
  /**
   * Surcharge for the means of payment.
   */
  surcharge?: LightspeedDecimal;
}
