/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * A link, relative to the address of the server.
 */
export interface Link {
  /**
   * Path and query.
   */
  href: string;
}
