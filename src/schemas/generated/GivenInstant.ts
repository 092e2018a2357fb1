/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * A moment as a client gives it: ISO 8601 with seconds and with Z or an offset. A moment without zone is refused, since nobody could say which hour it means.
 */
export type GivenInstant = string;
