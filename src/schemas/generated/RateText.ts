/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * A tax rate in per cent as decimal text. Tills send multipliers: 1.077 there is 7.7 here. A multiplier outside 1 to 2 is shown as 0 and its receipt is flagged tax-rate-implausible.
 */
export type RateText = string;
