/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * What a till shows and prints when a search or a charge failed. At most 50 characters, counted as code points, because the till cuts the rest; fit to be read by a guest, so it holds no ids and no names. The reason in full stands in the refused receipt.
 */
export interface TillError {
  /**
   * The printed words.
   */
  customerErrorMessage: string;
}
