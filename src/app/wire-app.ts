import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { atMost } from "../clock.ts";
import type { Clock } from "../clock.ts";
import type { Config, Secrets } from "../config.ts";
import { AccessDirectory } from "../http/access.ts";
import { Backlog } from "../http/backlog.ts";
import { FailureLimit } from "../http/failure-limit.ts";
import type { Metrics } from "../http/metrics.ts";
import { createListener } from "../http/server.ts";
import type { Watching } from "../http/watch-routes.ts";
import { describeDeath } from "../lightspeed/access-tokens.ts";
import { GrantWatch } from "../lightspeed/grant-watch.ts";
import { openLightspeed } from "../lightspeed/open-lightspeed.ts";
import type { Log } from "../log.ts";
import { Outgoing } from "../outgoing/outgoing.ts";
import { dayStart, nextDate } from "../properties/business-date.ts";
import type { LightspeedGrant } from "../properties/lightspeed-grant.ts";
import type { Property } from "../properties/property.ts";
import type { LastCompleteDate } from "../reconciliation/run.ts";
import { ReconciliationRunner } from "../reconciling/reconciliation-runner.ts";
import type { Readiness } from "../schemas/generated.ts";
import type { Store } from "../store/store.ts";
import { createDoors, createWatchDoor } from "./doors.ts";
import type { DoorParts } from "./doors.ts";
import { observeGrants, observeReconciliations } from "./observe.ts";

export interface App {
  server: Server;
  store: Store;
  /** Takes keys, tokens and settings into force that were changed in the store directly. */
  refreshAccess(): Promise<void>;
  /** Listens; answers where. Where it cannot, everything is stopped again. */
  start(): Promise<AddressInfo>;
  /** Stops accepting, lets requests in flight finish, closes the store. Nothing acknowledged is lost. Safe to repeat. */
  stop(): Promise<void>;
}

/** What there is before anything is wired. */
interface Ground {
  config: Config;
  secrets: Secrets;
  log: Log;
  clock: Clock;
  metrics: Metrics;
}

/** Wires every room to every other, over a store that is open. */
export async function wireApp(
  store: Store,
  { config, secrets, log, clock, metrics }: Ground,
): Promise<App> {
  metrics.watchStore(() => store.status());
  const access = await AccessDirectory.open(store, log);
  const outgoing = new Outgoing(config);
  const { tokens, financialApi } = openLightspeed({
    outgoing,
    keeper: store,
    clock,
    observer: observeGrants(log, metrics, () => grants.look()),
  });
  const grants = new GrantWatch({
    readGrants: () => store.lightspeedGrants(),
    tokens,
    clock,
    foundDead: (grant) => {
      log.error({ event: "lightspeed.grant-dead", ...grant });
    },
    failed: ({ error }) => {
      log.warn({ event: "lightspeed.watch-failed", error });
    },
  });
  metrics.watchGrants(() => grants.standing());
  const backlog = new Backlog();
  metrics.watchBacklog(() => backlog.queuedMs());
  const reconciliations = new ReconciliationRunner({
    store,
    financialApi,
    clock,
    properties: () => access.properties(),
    grants: () => grants.standing(),
    ...observeReconciliations(log, metrics),
  });
  metrics.watchCompleteness(() =>
    endsOfDates(reconciliations.lastCompleteDates(), access.properties()),
  );
  let draining = false;
  const watching: Watching = {
    access,
    failedTokens: new FailureLimit(config.failedKeysPerMinute, clock),
    metrics,
    storeStatus: () => store.status(),
    grants: () => grants.standing().map(presentGrant),
    isDraining: () => draining,
    metricsToken: secrets.metricsToken,
    isOpen: false,
  };
  const parts: DoorParts = {
    ...{ config, clock, log, metrics, store, access, watching, backlog },
    reconciliations,
  };
  const { connectionsMax } = config;
  const listener = createListener(createDoors(parts), { connectionsMax });
  const watchListener =
    config.metricsPort === null
      ? null
      : createListener(createWatchDoor(parts), { connectionsMax: 100 });

  /** Tokens on their way are kept before the store closes. */
  const stopBehindDoors = async (until: number): Promise<void> => {
    const left = (): number => Math.max(0, until - performance.now());
    await atMost(left(), reconciliations.stop());
    await tokens.close(left());
  };
  const stop = async (): Promise<void> => {
    draining = true;
    access.stop();
    grants.stop();
    await Promise.all([
      listener
        .stop(config.shutdownTimeoutMs)
        .then(() => watchListener?.stop(0)),
      stopBehindDoors(performance.now() + config.shutdownTimeoutMs),
    ]);
    await outgoing.close();
    await store.close();
  };
  let stopped: Promise<void> | null = null;
  const stopOnce = (): Promise<void> => (stopped ??= stop());
  const listen = async (): Promise<AddressInfo> => {
    await access.refresh();
    access.watch();
    grants.start();
    reconciliations.start();
    const { host, port, metricsPort } = config;
    if (metricsPort !== null) {
      await watchListener?.start({ host, port: metricsPort });
    }
    return listener.start({ host, port });
  };
  return {
    server: listener.server,
    store,
    refreshAccess: () => access.refresh(),
    start: () =>
      listen().catch(async (error: unknown) => {
        await stopOnce();
        throw error;
      }),
    stop: stopOnce,
  };
}

function presentGrant(
  grant: LightspeedGrant,
): NonNullable<Readiness["lightspeed"]>[number] {
  const { propertyId, businessLocationId, state, since, death } = grant;
  return {
    propertyId,
    businessLocationId,
    state,
    since: since === null ? null : new Date(since).toISOString(),
    reason: death === null ? null : describeDeath(death),
  };
}

/** When each hotel's date was over; 0: it has none. */
function endsOfDates(
  dates: readonly LastCompleteDate[],
  properties: readonly Property[],
): { propertyId: string; endedAt: number }[] {
  return dates.flatMap(({ propertyId, businessDate }) => {
    const property = properties.find(({ id }) => id === propertyId);
    if (property === undefined) return [];
    const endedAt =
      businessDate === null ? 0 : dayStart(nextDate(businessDate), property);
    return [{ propertyId, endedAt }];
  });
}
