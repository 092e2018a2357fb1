import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";

/** Looks at the books beside a running server. */
export interface BooksWatch {
  /** Changes whenever something is booked on a folio of the hotel. */
  stateOf(propertyId: string): Promise<string>;
  close(): Promise<void>;
}

const NEWEST =
  "SELECT max(posting_id) AS newest FROM postings WHERE property_id = $1";
const BALANCES =
  "SELECT folio_id, balance, charged FROM folio_balances WHERE property_id = $1 ORDER BY folio_id";

export function watchBooks(place: {
  dataDir: string;
  databaseUrl: string | null;
}): BooksWatch {
  if (place.databaseUrl !== null) return watchPostgres(place.databaseUrl);
  const db = new DatabaseSync(join(place.dataDir, "store.sqlite"), {
    readOnly: true,
  });
  const statements = [NEWEST, BALANCES].map((text) => {
    const statement = db.prepare(text.replace("$1", "?"));
    statement.setReadBigInts(true);
    return statement;
  });
  return {
    stateOf: (propertyId) =>
      Promise.resolve(asText(statements.map((one) => one.all(propertyId)))),
    close: () => {
      db.close();
      return Promise.resolve();
    },
  };
}

function watchPostgres(connectionString: string): BooksWatch {
  const pool = new pg.Pool({ connectionString });
  const ask = async (text: string, propertyId: string): Promise<unknown> =>
    (await pool.query<object>(text, [propertyId])).rows;
  return {
    stateOf: async (propertyId) =>
      asText([await ask(NEWEST, propertyId), await ask(BALANCES, propertyId)]),
    close: () => pool.end(),
  };
}

function asText(rows: unknown): string {
  return JSON.stringify(rows, (_name, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
}
