/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * reversal when its payments (else its tips) sum to less than zero; zero when nothing in it is worth anything.
 */
export type ReceiptKind = "sale" | "reversal" | "zero";
