/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { ManagementToken } from "./ManagementToken.ts";
import type { ProvisionedProperty } from "./ProvisionedProperty.ts";

/**
 * The provisioning file: what an installation should know before its first bill. It is declarative and applied in one transaction when its digest differs from the last one applied; what it no longer mentions stays. Members that are not listed are refused by name.
 */
export interface Provisioning {
  /**
   * Bearer tokens of the management API.
   *
   * @maxItems 1000
   */
  managementTokens?: ManagementToken[];
  /**
   * The hotels of the installation.
   *
   * @maxItems 1000
   */
  properties?: ProvisionedProperty[];
}
