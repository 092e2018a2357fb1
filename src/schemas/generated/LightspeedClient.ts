/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * How to reach Lightspeed's own record of the sales of one business location. Secrets are stored encrypted and never shown again; refreshToken is a seed, used only where none was ever stored.
 */
export interface LightspeedClient {
  /**
   * Generation of the Financial API. It tells the generation of the OAuth client, too, where the id of the client (devp-…, devp-v2-…) does not.
   */
  api?: "v1" | "v2";
  /**
   * Address of the API, by default https://api.lsk.lightspeed.app. Without ALLOW_PRIVATE_TARGETS it begins with https://.
   */
  baseUrl?: string;
  /**
   * Address that exchanges and refreshes tokens, by default that of Lightspeed's production for the generation of the client.
   */
  tokenUrl?: string;
  /**
   * Address where the hotel grants access, by default that of Lightspeed's production for the generation of the client.
   */
  authorizeUrl?: string;
  /**
   * Id of the OAuth client.
   */
  clientId: string;
  /**
   * Secret of the OAuth client.
   */
  clientSecret: string;
  /**
   * First refresh token. Locations of one hotel that are given the same one share the grant.
   */
  refreshToken?: string;
}
