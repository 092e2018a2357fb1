/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * A moment in UTC, ISO 8601 with milliseconds.
 */
export type Instant = string;
