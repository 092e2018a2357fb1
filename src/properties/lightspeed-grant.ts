/** Generation of the Financial API: two are in use, with other paths, pages and names of times. */
export type FinancialApiGeneration = "v1" | "v2";

/** One outlet of one hotel. */
export interface LocationPlace {
  propertyId: string;
  businessLocationId: string;
}

/** How Lightspeed is reached for one business location. Null: Lightspeed's own production. */
export interface LightspeedAccount extends LocationPlace {
  api: FinancialApiGeneration;
  baseUrl: string | null;
  tokenUrl: string | null;
  authorizeUrl: string | null;
  clientId: string;
  /** Null: encrypted with a key that is not known here. */
  clientSecret: string | null;
  /** The location that holds the tokens: its own, or another of the hotel that was granted access together with it. */
  grantedTo: string;
}

/** What Lightspeed hands out for a code or a refresh token. Times are milliseconds UTC. */
export interface LightspeedTokens {
  issuedAt: number;
  accessToken: string;
  accessExpiresAt: number;
  /** Each is used once; the next one comes with its use. */
  refreshToken: string;
  /** Null: Lightspeed did not say. */
  refreshExpiresAt: number | null;
}

/**
 * `refused`: no longer accepted. `lost`: a renewal was cut off, and the token it got is nowhere. `unreadable`: encrypted
 * with a key that is not known here; where that key comes back, the grant lives again.
 */
export type GrantDeath = "refused" | "lost" | "unreadable";

/** How a grant stands; of the location that holds it. */
export interface LightspeedGrant extends LocationPlace {
  state: "live" | "not-connected" | "dead";
  /** Of the last tokens or of the death. */
  since: number | null;
  death: GrantDeath | null;
  /** False while its first refresh token, given by provisioning, was never used. */
  isProven: boolean;
  /** Null: not known, or there is no token. */
  refreshExpiresAt: number | null;
}

/** The right to renew a grant's tokens, held by one process in the installation at a time. */
export interface RenewalLease {
  holder: string;
  /** Of the tokens that are to be renewed; what is kept under another generation is not kept. */
  generation: bigint;
  /** True when the one before let its lease run out: it may have used the refresh token. */
  takenOver: boolean;
}

/** What there is to call Lightspeed with. */
export type GrantOpened =
  | { kind: "no-account" }
  | { kind: "not-connected"; account: LightspeedAccount }
  | {
      kind: "dead";
      account: LightspeedAccount;
      death: GrantDeath;
      since: number;
    }
  | {
      kind: "ready";
      account: LightspeedAccount;
      accessToken: string;
      expiresAt: number;
      generation: bigint;
    }
  /** The caller has the lease and renews. */
  | {
      kind: "renew";
      account: LightspeedAccount;
      refreshToken: string;
      lease: RenewalLease;
    }
  /** Another process renews. */
  | { kind: "busy"; until: number };

/** Asked of the store: tokens that are good enough, or the lease to renew them. */
export interface OpenGrant extends LocationPlace {
  /** Of the process that asks. */
  holder: string;
  /** By its clock, as are all moments here. */
  now: number;
  leaseMs: number;
  /** The access token must be good until then. */
  goodUntil: number;
  /** Tokens of this generation were refused: they need renewing. Null: none were. */
  refusedGeneration: bigint | null;
  /** Tokens from before this moment need renewing, however long they are good. Null: no. */
  renewedAfter: number | null;
}
