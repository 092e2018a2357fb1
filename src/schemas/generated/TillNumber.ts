/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * A number as the till writes it, in the currency of the business where it is an amount, or null. Trailing zeros carry no meaning: 9.0000 is 9. Text is refused, because a number in quotes is a change of type that Lightspeed would announce as a new version. The bound of a trillion keeps every sum inside exact arithmetic.
 */
export type TillNumber = number | null;
