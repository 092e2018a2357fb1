/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * An exact amount of money that is not negative, as decimal text in the currency of the property.
 */
export type MoneyLimit = string;
