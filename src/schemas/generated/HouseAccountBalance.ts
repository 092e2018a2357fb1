/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { MoneyLimit } from "./MoneyLimit.ts";
import type { MoneyText } from "./MoneyText.ts";

/**
 * A named house account with its balance.
 */
export interface HouseAccountBalance {
  /**
   * Id of the account, without control characters and not beginning with house:, which is reserved for clearing accounts. It shares one namespace with reservations.
   */
  folioId: string;
  /**
   * Name for people, found by the search.
   */
  name: string;
  /**
   * Whether a till finds it.
   */
  searchable: boolean;
  /**
   * True refuses new debits.
   */
  blocked: boolean;
  /**
   * What may be charged from the moment it is set; null or absent for no limit. A bill above it is accepted and flagged.
   */
  creditLimit: MoneyLimit | null;
  /**
   * Sum of its postings, in the currency of the property.
   */
  balance: MoneyText;
}
