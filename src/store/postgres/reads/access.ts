import {
  API_KEY_COLUMNS,
  apiKeyOf,
  TOKEN_COLUMNS,
  tokenOf,
} from "../../access-rows.ts";
import type { ApiKeyRow, TokenRow } from "../../access-rows.ts";
import type { Access } from "../../store.ts";
import type { Sql } from "../connection/sql.ts";
import { readProperties, settingsRevision } from "../properties.ts";

/** Everything the doors decide by, of one moment. */
export async function loadAccess(sql: Sql): Promise<Access> {
  const revision = await settingsRevision(sql);
  const keys = await sql.rows<ApiKeyRow>(
    `SELECT ${API_KEY_COLUMNS} FROM api_keys`,
  );
  const tokens = await sql.rows<TokenRow>(
    `SELECT ${TOKEN_COLUMNS} FROM management_tokens`,
  );
  const properties = await readProperties(sql, null);
  return {
    revision,
    apiKeys: keys.map(apiKeyOf),
    tokens: tokens.map(tokenOf),
    properties: [...properties.values()].map(({ property }) => property),
  };
}
