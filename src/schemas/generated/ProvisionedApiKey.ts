/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * An API key of a business location as the provisioning file gives it. Only its digest is kept. A key that was revoked does not come back by being in a file.
 */
export interface ProvisionedApiKey {
  /**
   * Name for people, such as the till it is for.
   */
  name: string;
  /**
   * The key itself, 32 to 255 characters.
   */
  key: string;
}
