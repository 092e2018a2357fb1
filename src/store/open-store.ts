import type { Clock } from "../clock.ts";
import { SqliteStore } from "./sqlite/sqlite-store.ts";
import type { Store, StoreObserver } from "./store.ts";

export interface OpenStoreOptions {
  /** Null: the embedded database in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  /** Of the trail's HMAC. */
  trailKey: Uint8Array;
  /** Of what is stored encrypted, 32 bytes. */
  secretsKey: Uint8Array;
  clock: Clock;
  observer: StoreObserver;
  /** Verbs that may wait to be written before more are answered `overloaded`. */
  queueMax?: number;
  /** Days for which the bodies of requests are kept. */
  bodyDays?: number;
}

const QUEUE_MAX = 4_000;
const BODY_DAYS = 400;

/** Opens the store the settings name; it can be written to when it resolves. */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { databaseUrl, ...rest } = options;
  if (databaseUrl !== null)
    throw new Error(
      "only the embedded database is supported: leave DATABASE_URL unset",
    );
  return await SqliteStore.open({
    ...rest,
    queueMax: options.queueMax ?? QUEUE_MAX,
    bodyDays: options.bodyDays ?? BODY_DAYS,
  });
}
