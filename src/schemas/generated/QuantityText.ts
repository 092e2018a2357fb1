/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * An exact quantity as decimal text: pieces, or a weight or measure, with the decimals that the till sent, at most 18. Parts of a line that was divided have three decimals. Minus zero does not exist.
 */
export type QuantityText = string;
