/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * A day of the hotel's books, YYYY-MM-DD. It ends at the property's dayEndsAt in its own time zone, so a bill closed at 01:30 usually belongs to the day before.
 */
export type BusinessDate = string;
