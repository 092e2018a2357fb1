/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * An exact amount of money as decimal text, in the currency of the property and, in answers, with the decimals of that currency (12.00 for CHF, 1200 for JPY, 12.000 for KWD). Minus zero does not exist.
 */
export type MoneyText = string;
