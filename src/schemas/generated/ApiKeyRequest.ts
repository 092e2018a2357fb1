/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * Asks for a new API key of a business location.
 */
export interface ApiKeyRequest {
  /**
   * Name for people, such as the till it is for.
   */
  name: string;
  /**
   * A business location of the property.
   */
  businessLocationId: string;
}
