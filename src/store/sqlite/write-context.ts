import type { Connection } from "./connection.ts";
import { PendingRows } from "./pending-rows.ts";
import { PropertyReader } from "./properties.ts";
import { SettingsCache } from "./settings-cache.ts";
import { Trail } from "./trail.ts";
import type { Sealer } from "../sealer.ts";
import { HybridIds } from "../ids.ts";

/** What the verbs of the writer share: one connection, one transaction at a time. */
export interface WriteContext {
  db: Connection;
  ids: HybridIds;
  /** Rows of charges not inserted yet; every other verb finds it empty. */
  rows: PendingRows;
  properties: PropertyReader;
  settings: SettingsCache;
  trail: Trail;
  sealer: Sealer;
  /** Of the transaction; milliseconds UTC. */
  now: number;
  /** Makes every process read keys, tokens and settings again. */
  raiseSettingsRevision: () => void;
}

export function createWriteContext(
  db: Connection,
  options: { writer: number; trailKey: Uint8Array; sealer: Sealer },
): WriteContext {
  const properties = new PropertyReader(db);
  const settings = new SettingsCache(properties);
  const raise = db.prepare(
    "UPDATE installation SET value = value + 1 WHERE name = 'settings_revision'",
  );
  return {
    db,
    ids: new HybridIds(options.writer, highestId(db, properties.ids())),
    rows: new PendingRows(db),
    properties,
    settings,
    trail: new Trail(db, options.trailKey),
    sealer: options.sealer,
    now: 0,
    raiseSettingsRevision: () => {
      raise.run();
      settings.refresh();
    },
  };
}

/** Ids go on from here, wherever the clock is. */
function highestId(db: Connection, propertyIds: readonly string[]): bigint {
  let highest = 0n;
  const tables = [
    ["receipts", "receipt_id"],
    ["postings", "posting_id"],
    ["refused_receipts", "refused_id"],
  ] as const;
  for (const [table, column] of tables) {
    const last = db
      .prepare<[string], bigint | null>(
        `SELECT max(${column}) FROM ${table} WHERE property_id = ?`,
      )
      .pluck();
    for (const propertyId of propertyIds) {
      const id = last.get(propertyId) ?? 0n;
      if (id > highest) highest = id;
    }
  }
  return highest;
}
