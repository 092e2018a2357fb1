/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * A moment as the till writes it: ISO 8601 with or without seconds, their fractions, and zone. Without zone it is UTC; null where the till has none. Source: Lightspeed writes milliseconds today, wrote none before, and left out the zone in its first generation.
 */
export type TillDateTime = string | null;
