/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { BusinessDateSummary } from "./BusinessDateSummary.ts";
import type { PageLinks } from "./PageLinks.ts";

/**
 * Business dates of a property on which something happened or that were closed. One page of a list.
 */
export interface BusinessDateList {
  /**
   * The rows of this page.
   *
   * @maxItems 5000
   */
  results: BusinessDateSummary[];
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
