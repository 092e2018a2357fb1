/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * An id as Lightspeed writes it: a whole number of up to 64 bits, or text. A JSON number above 2^53 loses digits in a double, so the receiver reads the digits and keeps every id as a string.
 */
export type LightspeedId = number | string | null;
