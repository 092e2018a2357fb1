import { existsSync } from "node:fs";
import type { Clock } from "../clock.ts";
import { HalfMoved } from "./movable-store.ts";
import { sqliteFile } from "./sqlite/sqlite-file.ts";
import type {
  PostgresStore,
  PostgresStoreOptions,
} from "./postgres/postgres-store.ts";
import type { SqliteStore, SqliteStoreOptions } from "./sqlite/sqlite-store.ts";
import type { Store, StoreObserver } from "./store.ts";
import { isSignedWith } from "./trail-row.ts";

export interface OpenStoreOptions {
  /** Null: the embedded database in `dataDir`. */
  databaseUrl: string | null;
  /** PostgreSQL only: a replica that lists may be read from. */
  databaseReadUrl?: string | null;
  dataDir: string;
  /** Of the trail's HMAC. */
  trailKey: Uint8Array;
  /** Of what is stored encrypted, 32 bytes each, today's first. */
  secretsKeys: readonly Uint8Array[];
  clock: Clock;
  observer: StoreObserver;
  /** Verbs that may wait to be written before more are answered `overloaded`. */
  queueMax?: number;
  /** Days for which the bodies of requests are kept. */
  bodyDays?: number;
  /** Days for which the names of guests are known who checked out. */
  guestDays?: number;
}

const QUEUE_MAX = 4_000;
const BODY_DAYS = 400;
const GUEST_DAYS = 400;

/**
 * Opens the store the settings name; it can be written to when it resolves. Rejects with `HalfMoved` where only a part of
 * its books is there.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { databaseUrl, databaseReadUrl = null, ...rest } = options;
  const kept = {
    ...rest,
    queueMax: options.queueMax ?? QUEUE_MAX,
    bodyDays: options.bodyDays ?? BODY_DAYS,
    guestDays: options.guestDays ?? GUEST_DAYS,
  };
  const store =
    databaseUrl === null
      ? await openSqlite(kept)
      : await openPostgres({
          ...kept,
          url: databaseUrl,
          readUrl: databaseReadUrl,
        });
  if (await store.isHalfMoved()) {
    await store.close();
    throw new HalfMoved();
  }
  const newest = await store.newestAct();
  if (newest !== null && !isSignedWith(newest, options.trailKey))
    options.observer.failed({
      event: "trail.other-key",
      error: new OtherTrailKey(),
    });
  return store;
}

/** Bills are taken all the same: what is wrong is what can be proved of the acts of people. */
class OtherTrailKey extends Error {
  override readonly name = "OtherTrailKey";
  constructor() {
    super(
      "the trail is signed with another key than TRAIL_KEY, or trail.key in DATA_DIR: give that one back, or audit finds the acts " +
        "since then wrongly signed; if it was changed on purpose, give audit the earlier one in TRAIL_KEYS_BEFORE",
    );
  }
}

/** An engine is loaded where it is used. */
async function openSqlite(options: SqliteStoreOptions): Promise<SqliteStore> {
  const { SqliteStore } = await import("./sqlite/sqlite-store.ts");
  return SqliteStore.open(options);
}

async function openPostgres(
  options: PostgresStoreOptions,
): Promise<PostgresStore> {
  const { PostgresStore } = await import("./postgres/postgres-store.ts");
  return PostgresStore.open(options);
}

/** Whether there is a database already: a server is, whatever is in it. */
export function storeExists({
  databaseUrl,
  dataDir,
}: Pick<OpenStoreOptions, "databaseUrl" | "dataDir">): boolean {
  return databaseUrl !== null || existsSync(sqliteFile(dataDir));
}
