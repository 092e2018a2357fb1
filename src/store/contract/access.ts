import type { BusinessLocation, Property } from "../../properties/property.ts";
import type { Actor, Idempotency } from "./acts.ts";

export interface Access {
  revision: bigint;
  apiKeys: StoredApiKey[];
  tokens: StoredToken[];
  properties: Property[];
  /** Locations that hotels have no more: tills may still send with their keys. */
  retiredLocations: { propertyId: string; location: BusinessLocation }[];
}

export interface StoredApiKey {
  keyId: string;
  propertyId: string;
  businessLocationId: string;
  name: string;
  /** SHA-256, hex. */
  digest: string;
  createdAt: number;
  revokedAt: number | null;
}

export type Scope = "read" | "write" | "admin";

export interface StoredToken {
  name: string;
  digest: string;
  scopes: Scope[];
  /** Property ids, or `["*"]`. */
  properties: string[];
  revokedAt: number | null;
}

export interface IssueApiKey {
  actor: Actor;
  propertyId: string;
  businessLocationId: string;
  name: string;
  /** Made by the caller; only its digest is kept. */
  key: string;
  idempotency: Idempotency | null;
}

export interface IssuedApiKey {
  kind: "issued" | "replayed";
  apiKey: StoredApiKey;
  /** The key in clear: the one just made, or on a repeat the one made then. */
  key: string;
}
