/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * Features with which the provider was registered at Lightspeed.
 */
export type Features = (
  | "SEARCH_BY_NAME"
  | "MIRRORING"
  | "PARTIAL_PAYMENTS"
  | "MULTI_PAYMENTS"
  | "SERVICE_CHARGE"
  | "ENRICHED_PAYLOAD"
)[];
