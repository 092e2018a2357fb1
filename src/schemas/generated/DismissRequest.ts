/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * Sets a refused bill aside.
 */
export interface DismissRequest {
  /**
   * Why, for colleagues. Shown with the refused receipt; in no log.
   */
  reason: string;
}
