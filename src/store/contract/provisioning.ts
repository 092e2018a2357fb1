import type { HouseAccount, Property } from "../../properties/property.ts";
import type { Reservation } from "../../reservations/reservation.ts";
import type { Scope } from "./access.ts";
import type { Actor } from "./acts.ts";
import type { LightspeedAccess } from "./lightspeed.ts";

export interface ProvisioningPlan {
  actor: Actor;
  /** Of the file; the plan is skipped when it equals the one applied last. */
  fileDigest: string;
  prune: boolean;
  /** Nothing is kept: the answer says what would change. */
  dryRun: boolean;
  tokens: {
    name: string;
    digest: string;
    scopes: Scope[];
    properties: string[];
  }[];
  properties: ProvisionedProperty[];
}

export interface Provisioned {
  /** `repeated`: the file is the one applied last, and what was changed since stays. */
  outcome: "applied" | "tried" | "repeated";
  changes: ProvisionChange[];
}

/** What became different; never a key, a token or a guest. */
export interface ProvisionChange {
  change: "added" | "changed" | "taken away";
  what:
    | "management token"
    | "property"
    | "business location"
    | "house account"
    | "reservations"
    | "API key"
    | "Lightspeed access";
  /** An id or a name; of reservations their number. */
  name: string;
  /** Of settings that are changed, which of them, whether the file names them or leaves them at their default. */
  members?: string[];
}

export interface ProvisionedProperty {
  property: Property;
  houseAccounts: HouseAccount[];
  /** Seeds: used only where no reservation was ever stored. */
  reservations: Reservation[];
  apiKeys: { businessLocationId: string; name: string; digest: string }[];
  /** By business location: how its Financial API is reached; secrets in clear, stored encrypted. */
  lightspeed: Record<string, LightspeedAccess>;
}
