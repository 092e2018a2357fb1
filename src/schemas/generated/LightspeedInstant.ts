/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * A moment as Lightspeed writes it: ISO 8601 in UTC or with an offset; without a zone it is UTC.
 */
export type LightspeedInstant = string | null;
