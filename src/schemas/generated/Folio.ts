/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { MoneyText } from "./MoneyText.ts";
import type { Posting } from "./Posting.ts";

/**
 * A folio with its balance and its newest 100 postings, newest first. Older ones are in the list of postings, filtered by folioId. The balance is what this receiver posted; settlement happens in the hotel's own system.
 */
export interface Folio {
  /**
   * A reservation, a house account, or house:<businessLocationId> for a clearing account.
   */
  folioId: string;
  /**
   * Sum of all postings.
   */
  balance: MoneyText;
  /**
   * ISO 4217 code of the currency of all amounts.
   */
  currency: string;
  /**
   * The newest postings.
   *
   * @maxItems 100
   */
  postings: Posting[];
}
