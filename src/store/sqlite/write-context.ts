import type { Connection } from "./connection.ts";
import { PendingRows } from "./pending-rows.ts";
import { StepRunner } from "./run-steps.ts";
import { propertyIds } from "../verbs/properties.ts";
import { SettingsCache } from "./settings-cache.ts";
import type { Sealer } from "../sealer.ts";
import { HybridIds } from "../ids.ts";

/** What the verbs of the writer share: one connection, one transaction at a time. */
export interface WriteContext {
  db: Connection;
  ids: HybridIds;
  /** Rows of charges not inserted yet; every other verb finds it empty. */
  rows: PendingRows;
  /** Of the verbs both engines have. */
  runner: StepRunner;
  settings: SettingsCache;
  sealer: Sealer;
  /** Of the trail's HMAC. */
  trailKey: Uint8Array;
  /** Of the transaction; milliseconds UTC. */
  now: number;
}

export function createWriteContext(
  db: Connection,
  options: { writer: number; trailKey: Uint8Array; sealer: Sealer },
): WriteContext {
  const runner = new StepRunner(db);
  const settings = new SettingsCache(runner);
  return {
    db,
    ids: new HybridIds(
      options.writer,
      highestId(db, runner.run(propertyIds())),
    ),
    rows: new PendingRows(db),
    runner,
    settings,
    sealer: options.sealer,
    trailKey: options.trailKey,
    now: 0,
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
