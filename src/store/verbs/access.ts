import {
  API_KEY_COLUMNS,
  apiKeyOf,
  TOKEN_COLUMNS,
  tokenOf,
} from "../access-rows.ts";
import type { ApiKeyRow, TokenRow } from "../access-rows.ts";
import type { Access } from "../contract/access.ts";
import { rows } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { readProperties, settingsRevision } from "./properties.ts";

/** Everything the doors decide by, of one moment. */
export function* loadAccess(): Steps<Access> {
  const revision = yield* settingsRevision();
  const keys = yield* rows<ApiKeyRow>(
    `SELECT ${API_KEY_COLUMNS} FROM api_keys`,
  );
  const tokens = yield* rows<TokenRow>(
    `SELECT ${TOKEN_COLUMNS} FROM management_tokens`,
  );
  const hotels = [...(yield* readProperties(null)).values()];
  return {
    revision,
    apiKeys: keys.map(apiKeyOf),
    tokens: tokens.map(tokenOf),
    properties: hotels.map(({ property }) => property),
    retiredLocations: hotels.flatMap(({ property, retiredLocations }) =>
      retiredLocations.map((location) => ({
        propertyId: property.id,
        location,
      })),
    ),
  };
}
