import type { Access, Scope, StoredApiKey, StoredToken } from "../../store.ts";
import type { Connection } from "../connection.ts";
import { PropertyReader } from "../properties.ts";

export const API_KEY_COLUMNS = `key_id AS keyId, property_id AS propertyId,
  business_location_id AS businessLocationId, name, digest, created_at AS createdAt, revoked_at AS revokedAt`;

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

interface TokenRow {
  name: string;
  digest: string;
  scopes: string;
  properties: string;
  revokedAt: bigint | null;
}

/** Everything the doors decide by, of one moment. */
export class AccessReader {
  readonly #db: Connection;
  readonly #properties: PropertyReader;
  readonly #keys;
  readonly #tokens;

  constructor(db: Connection) {
    this.#db = db;
    this.#properties = new PropertyReader(db);
    this.#keys = db.prepare<[], ApiKeyRow>(
      `SELECT ${API_KEY_COLUMNS} FROM api_keys`,
    );
    this.#tokens = db.prepare<[], TokenRow>(
      "SELECT name, digest, scopes, properties, revoked_at AS revokedAt FROM management_tokens",
    );
  }

  revision(): bigint {
    return this.#properties.revision();
  }

  load(): Access {
    return this.#db.transaction(() => ({
      revision: this.#properties.revision(),
      apiKeys: this.#keys.all().map(apiKeyOf),
      tokens: this.#tokens.all().map(tokenOf),
      properties: this.#properties
        .ids()
        .map((id) => this.#properties.read(id)!.property),
    }))();
  }
}

function tokenOf(row: TokenRow): StoredToken {
  return {
    ...row,
    scopes: JSON.parse(row.scopes) as Scope[],
    properties: JSON.parse(row.properties) as string[],
    revokedAt: row.revokedAt === null ? null : Number(row.revokedAt),
  };
}
