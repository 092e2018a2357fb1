import { observeStore } from "./app/observe.ts";
import { openConfiguredStore } from "./app/open-configured-store.ts";
import type { App } from "./app/wire-app.ts";
import { systemClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import type { Config, Secrets } from "./config.ts";
import { Metrics } from "./http/metrics.ts";
import type { Log } from "./log.ts";

export type { App } from "./app/wire-app.ts";

/** Opens the store, and loads everything else meanwhile: the store's threads have programs of their own to load. */
export async function createApp(
  config: Config,
  secrets: Secrets,
  { log, clock = systemClock }: { log: Log; clock?: Clock },
): Promise<App> {
  const metrics = new Metrics();
  const [store, { wireApp }] = await Promise.all([
    openConfiguredStore(config, secrets, {
      clock,
      observer: observeStore(log, metrics),
    }),
    import("./app/wire-app.ts"),
  ]);
  return wireApp(store, { config, secrets, log, clock, metrics }).catch(
    async (error: unknown) => {
      await store.close();
      throw error;
    },
  );
}
