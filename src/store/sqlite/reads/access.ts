import type { Access } from "../../store.ts";
import type { Connection } from "../connection.ts";
import { PropertyReader } from "../properties.ts";
import {
  API_KEY_COLUMNS,
  apiKeyOf,
  TOKEN_COLUMNS,
  tokenOf,
} from "../../access-rows.ts";
import type { ApiKeyRow, TokenRow } from "../../access-rows.ts";

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
      `SELECT ${TOKEN_COLUMNS} FROM management_tokens`,
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
