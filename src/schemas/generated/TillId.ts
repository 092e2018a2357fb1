/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * An id as the till writes it: a 64-bit whole number, or the same digits as text (older tills). Null where the till has none. A JSON number above 2^53 loses digits in a double, so the receiver reads the digits from the text of the request and keeps every id as a string. Source: Lightspeed charge request, ids up to 2^63-1.
 */
export type TillId = number | string | null;
