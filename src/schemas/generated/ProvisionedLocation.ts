/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { Features } from "./Features.ts";
import type { GivenInstant } from "./GivenInstant.ts";
import type { LightspeedClient } from "./LightspeedClient.ts";
import type { ProvisionedApiKey } from "./ProvisionedApiKey.ts";
import type { TransactionCodes } from "./TransactionCodes.ts";

/**
 * A business location as the provisioning file gives it: its settings, its keys, and how to reach Lightspeed for it.
 */
export interface ProvisionedLocation {
  /**
   * Business location id at Lightspeed, unique in the installation: letters, digits, dot, underscore and hyphen, at most 64.
   */
  id: string;
  /**
   * Name for people.
   */
  name: string;
  /**
   * A bill that names another reference than this is refused; one that names none is accepted. Without it any is.
   */
  businessExternalReference?: string | null;
  features?: Features;
  /**
   * Since when bills are expected here; sales before it are of no concern.
   */
  goLiveAt?: GivenInstant | null;
  transactionCodes?: TransactionCodes;
  /**
   * Keys of its tills; two may be valid at once, so that a key can be changed without a gap.
   *
   * @maxItems 100
   */
  apiKeys?: ProvisionedApiKey[];
  lightspeed?: LightspeedClient;
}
