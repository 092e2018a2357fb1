/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { Features } from "./Features.ts";
import type { GivenInstant } from "./GivenInstant.ts";
import type { TransactionCodes } from "./TransactionCodes.ts";

/**
 * One outlet of the hotel as Lightspeed knows it. It has its own API keys, which are issued and listed apart.
 */
export interface BusinessLocation {
  /**
   * Business location id at Lightspeed, unique in the installation: letters, digits, dot, underscore and hyphen, at most 64.
   */
  id: string;
  /**
   * Name for people.
   */
  name: string;
  /**
   * A bill that names another reference than this is refused; one that names none is accepted. Without it any is.
   */
  businessExternalReference?: string | null;
  features?: Features;
  /**
   * Since when bills are expected here; sales before it are of no concern.
   */
  goLiveAt?: GivenInstant | null;
  transactionCodes?: TransactionCodes;
}
