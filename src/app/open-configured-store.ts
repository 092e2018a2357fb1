import type { Clock } from "../clock.ts";
import type { Config, Secrets } from "../config.ts";
import { openStore } from "../store/open-store.ts";
import type { Store, StoreObserver } from "../store/store.ts";

/** The store that the settings name, as a server and every command open it. */
export function openConfiguredStore(
  config: Config,
  secrets: Secrets,
  by: { clock: Clock; observer: StoreObserver },
): Promise<Store> {
  const { databaseUrl, databaseReadUrl, dataDir, bodyDays, guestDays } = config;
  const { trailKey, secretsKeys } = secrets;
  return openStore({
    ...{ databaseUrl, databaseReadUrl, dataDir, bodyDays, guestDays },
    ...{ trailKey, secretsKeys },
    ...by,
  });
}
