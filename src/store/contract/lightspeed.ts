import type {
  GrantDeath,
  LightspeedAccount,
  LightspeedTokens,
  LocationPlace,
  RenewalLease,
} from "../../properties/lightspeed-grant.ts";
import type { Actor } from "./acts.ts";

export interface RenewedGrant extends LocationPlace {
  lease: RenewalLease;
  tokens: LightspeedTokens;
}

export interface EndedRenewal extends LocationPlace {
  lease: RenewalLease;
  death: GrantDeath | null;
}

export interface LightspeedConnection {
  actor: Actor;
  propertyId: string;
  /** The first one holds the tokens, the others use them. */
  businessLocationIds: string[];
  tokens: LightspeedTokens;
}

export interface LightspeedAccess extends Omit<
  LightspeedAccount,
  keyof LocationPlace | "grantedTo" | "clientSecret"
> {
  clientSecret: string;
  /** A seed: used only where none was ever stored. */
  refreshToken: string | null;
}
