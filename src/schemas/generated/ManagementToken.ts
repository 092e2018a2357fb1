/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * A bearer token of the management API as the provisioning file gives it. Only its digest is kept.
 */
export interface ManagementToken {
  /**
   * Name for people; it stands in the trail.
   */
  name: string;
  /**
   * The token itself, 32 to 255 letters, digits and signs of ASCII without spaces, as a header can carry it.
   */
  token: string;
  /**
   * read: look. write: change guests. admin: settings, keys, bodies of bills, outgoing addresses.
   *
   * @minItems 1
   */
  scopes: ("read" | "write" | "admin")[];
  /**
   * Ids of the properties it may see, or * for all. None if absent.
   */
  properties?: string[];
}
