import type { OrderedTables } from "./ordered-tables.ts";
import { openOrderedPostgres } from "./postgres/ordered-postgres.ts";
import { openOrderedSqlite } from "./sqlite/ordered-sqlite.ts";
import { sqliteFile } from "./sqlite/sqlite-file.ts";

/**
 * The database of the settings for reading only, as it is at this moment. Throws `OtherVersion` where its tables are not
 * those of this program.
 */
export async function openOrderedTables({
  databaseUrl,
  dataDir,
}: {
  /** Null: the embedded database in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
}): Promise<OrderedTables> {
  return databaseUrl === null
    ? openOrderedSqlite(sqliteFile(dataDir))
    : await openOrderedPostgres(databaseUrl);
}
