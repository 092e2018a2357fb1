import type { Scope, StoredApiKey, StoredToken } from "./contract/access.ts";

export const API_KEY_COLUMNS = `key_id AS "keyId", property_id AS "propertyId",
  business_location_id AS "businessLocationId", name, digest, created_at AS "createdAt", revoked_at AS "revokedAt"`;

export interface ApiKeyRow extends Omit<
  StoredApiKey,
  "createdAt" | "revokedAt"
> {
  createdAt: bigint;
  revokedAt: bigint | null;
}

export function apiKeyOf(row: ApiKeyRow): StoredApiKey {
  return {
    ...row,
    createdAt: Number(row.createdAt),
    revokedAt: row.revokedAt === null ? null : Number(row.revokedAt),
  };
}

export interface TokenRow {
  name: string;
  digest: string;
  scopes: string;
  properties: string;
  revokedAt: bigint | null;
}

export const TOKEN_COLUMNS =
  'name, digest, scopes, properties, revoked_at AS "revokedAt"';

export function tokenOf(row: TokenRow): StoredToken {
  return {
    ...row,
    scopes: JSON.parse(row.scopes) as Scope[],
    properties: JSON.parse(row.properties) as string[],
    revokedAt: row.revokedAt === null ? null : Number(row.revokedAt),
  };
}
