import type {
  FinancialApiGeneration,
  GrantDeath,
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

export interface LightspeedAccess {
  api: FinancialApiGeneration;
  baseUrl: string | null;
  tokenUrl: string | null;
  authorizeUrl: string | null;
  clientId: string;
  clientSecret: string;
  /** A seed: used only where none was ever stored. */
  refreshToken: string | null;
}
