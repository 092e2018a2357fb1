/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { HouseAccountBalance } from "./HouseAccountBalance.ts";
import type { PageLinks } from "./PageLinks.ts";

/**
 * Named house accounts of a property. One page of a list.
 */
export interface HouseAccountList {
  /**
   * The rows of this page.
   *
   * @maxItems 5000
   */
  results: HouseAccountBalance[];
  /**
   * Which page this is, from 1.
   */
  pageNumber: number;
  /**
   * Most rows on a page; the size in effect where more were asked for.
   */
  pageSize: number;
  /**
   * Rows that the filter leaves.
   */
  totalResults: number;
  /**
   * False where there are more rows than were counted (10,000).
   */
  totalIsExact?: boolean;
  _links: PageLinks;
}
