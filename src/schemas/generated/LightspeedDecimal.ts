/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * An amount, rate or quantity as the Financial API writes it: exact decimal text with a point. A JSON number is understood, too; its digits are kept as they were written. The bound of a trillion is the till's, and keeps every sum inside exact arithmetic.
 */
export type LightspeedDecimal = string | number | null;
