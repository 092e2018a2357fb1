/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { LightspeedId } from "./LightspeedId.ts";

/**
 * The customer of a payment. The receiver does not ask for it, and keeps nothing of it. Source: Lightspeed K-Series Financial API; members that are not listed here are ignored.
 */
export interface LightspeedConsumer {
  /**
   * Uuid of the customer.
   */
  id?: LightspeedId;
  /**
   * Number of the customer.
   */
  customerId?: LightspeedId;
  /**
   * Title.
   */
  title?: string | null;
  /**
   * First name.
   */
  firstName?: string | null;
  /**
   * Last name.
   */
  lastName?: string | null;
  /**
   * Telephone.
   */
  phoneNumber1?: string | null;
  /**
   * Second telephone.
   */
  phoneNumber2?: string | null;
  /**
   * Company.
   */
  companyName?: string | null;
  /**
   * Address.
   */
  addressLine1?: string | null;
  /**
   * Second line of the address.
   */
  addressLine2?: string | null;
  /**
   * Postal code.
   */
  zipCode?: string | null;
  /**
   * City.
   */
  city?: string | null;
  /**
   * State.
   */
  state?: string | null;
  /**
   * E-mail address.
   */
  email?: string | null;
  /**
   * Tax identifier.
   */
  taxIdentifier?: string | null;
  /**
   * Fiscal code.
   */
  fiscalCode?: string | null;
  /**
   * Destination code.
   */
  destinationCode?: string | null;
}
