import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import type { Express } from "express";
import { systemClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import type { Config, Secrets } from "./config.ts";
import { AccessDirectory } from "./http/access.ts";
import { Backlog } from "./http/backlog.ts";
import { docsPage } from "./http/docs-page.ts";
import { FailureLimit } from "./http/failure-limit.ts";
import { Metrics } from "./http/metrics.ts";
import { observeRequests } from "./http/request-log.ts";
import { secureAnswers } from "./http/security-headers.ts";
import { createListener } from "./http/server.ts";
import { addWatchRoutes } from "./http/watch-routes.ts";
import type { Watching } from "./http/watch-routes.ts";
import { describeDeath } from "./lightspeed/access-tokens.ts";
import type { GrantObserver } from "./lightspeed/access-tokens.ts";
import { GrantWatch } from "./lightspeed/grant-watch.ts";
import { openLightspeed } from "./lightspeed/open-lightspeed.ts";
import type { Log } from "./log.ts";
import { Outgoing } from "./outgoing/outgoing.ts";
import { addManagementRoutes } from "./management/management-routes.ts";
import { addStyles } from "./management/night-audit/styles.ts";
import { answerNotFound, answerProblem } from "./management/problems.ts";
import type { LightspeedGrant } from "./properties/lightspeed-grant.ts";
import { ReconciliationRunner } from "./reconciling/reconciliation-runner.ts";
import type { ReconciliationRunnerParts } from "./reconciling/reconciliation-runner.ts";
import { compileSchema } from "./schemas/schema.ts";
import type { ChargeRequest, Readiness } from "./schemas/generated.ts";
import { openStore } from "./store/open-store.ts";
import type { Store, StoreObserver } from "./store/store.ts";
import { charge } from "./till/charge.ts";
import { search } from "./till/search.ts";
import { answerTillFailure } from "./till/till-door.ts";

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

/** Wires every room to every other; the only file that knows them all. */
export async function createApp(
  config: Config,
  secrets: Secrets,
  { log, clock = systemClock }: { log: Log; clock?: Clock },
): Promise<App> {
  const metrics = new Metrics();
  const store = await openStore({
    databaseUrl: config.databaseUrl,
    databaseReadUrl: config.databaseReadUrl,
    dataDir: config.dataDir,
    bodyDays: config.bodyDays,
    guestDays: config.guestDays,
    trailKey: secrets.trailKey,
    secretsKeys: secrets.secretsKeys,
    clock,
    observer: observeStore(log, metrics),
  });
  metrics.watchStore(() => store.status());
  const access = await AccessDirectory.open(store, log).catch(
    async (error: unknown) => {
      await store.close();
      throw error;
    },
  );
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
  const parts: Parts = {
    ...{ config, clock, log, metrics, store, access, watching, backlog },
    reconciliations,
  };
  const { connectionsMax } = config;
  const listener = createListener(createDoors(parts), { connectionsMax });
  const watchListener =
    config.metricsPort === null
      ? null
      : createListener(createWatchDoor(parts), { connectionsMax: 100 });

  const stop = async (): Promise<void> => {
    draining = true;
    access.stop();
    grants.stop();
    await listener.stop(config.shutdownTimeoutMs);
    await watchListener?.stop(0);
    await reconciliations.stop();
    // Tokens on their way are kept before the store closes.
    await tokens.close(config.shutdownTimeoutMs);
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

interface Parts {
  config: Config;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  store: Store;
  access: AccessDirectory;
  watching: Watching;
  backlog: Backlog;
  reconciliations: ReconciliationRunner;
}

/** The till's two routes come first: they answer with one write and pass nothing they do not need. */
function createDoors(parts: Parts): Express {
  const { config, clock, log, metrics, store, access, watching, backlog } =
    parts;
  const app = newExpress(parts);
  const checkShape = compileSchema<ChargeRequest>("ChargeRequest");
  // Compiled now, so that no bill waits for it.
  checkShape.accepts(null);
  const tillDoor = {
    intake: {
      store,
      keys: access,
      checkShape,
    },
    store,
    failedKeys: new FailureLimit(config.failedKeysPerMinute, clock),
    backlog,
    metrics,
    clock,
    isDraining: watching.isDraining,
  };
  const below = (path: string): string[] => [
    ...new Set([path, config.basePath + path]),
  ];
  const tillFailed = answerTillFailure(log, metrics);
  app.all(below("/charge"), charge(tillDoor), tillFailed);
  app.all(below("/search"), search(tillDoor), tillFailed);

  app.use(secureAnswers());
  addWatchRoutes(app, watching);
  app.use(docsPage());
  addStyles(app);
  addManagementRoutes(app, {
    ...watching,
    store,
    clock,
    backlog,
    reconciliationStarted: () => parts.reconciliations.wake(),
  });
  app.use(answerNotFound);
  app.use(answerProblem(log));
  return app;
}

/** A port for those who watch the process: no token, and nothing but that. */
function createWatchDoor(parts: Parts): Express {
  const app = newExpress(parts);
  app.use(secureAnswers());
  addWatchRoutes(app, { ...parts.watching, isOpen: true });
  app.use(answerNotFound);
  app.use(answerProblem(parts.log));
  return app;
}

function newExpress({ config, log, metrics, watching }: Parts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", false);
  app.set("trust proxy", config.trustProxy);
  app.use(observeRequests(log, metrics));
  app.use((_request, response, next) => {
    // Whoever is on the line when we stop is answered once more and then sent elsewhere.
    if (watching.isDraining()) response.shouldKeepAlive = false;
    next();
  });
  return app;
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

function observeGrants(
  log: Log,
  metrics: Metrics,
  died: () => Promise<void>,
): GrantObserver {
  return {
    renewed: ({ propertyId, businessLocationId }) => {
      const event = "lightspeed.renewed";
      log.info({ event, propertyId, businessLocationId });
      metrics.grantRenewal("renewed");
    },
    renewalFailed: ({ propertyId, businessLocationId, reason }) => {
      const event = "lightspeed.renewal-failed";
      log.warn({ event, propertyId, businessLocationId, reason });
      metrics.grantRenewal(reason);
    },
    notKeptYet: ({ propertyId, businessLocationId, error }) => {
      const event = "lightspeed.tokens-not-kept-yet";
      log.error({ event, propertyId, businessLocationId, error });
      metrics.grantRenewal("not-kept-yet");
    },
    died: () => void died(),
  };
}

function observeReconciliations(
  log: Log,
  metrics: Metrics,
): Pick<ReconciliationRunnerParts, "ended" | "failed"> {
  return {
    ended: ({ propertyId, reconciliation }) => {
      const { reconciliationId, from, to, status, failure, counts } =
        reconciliation;
      metrics.reconciled(reconciliation);
      const told = {
        event: `reconciliation.${status}`,
        propertyId,
        reconciliationId: String(reconciliationId),
        from,
        to,
        ...counts,
      };
      if (status === "failed") log.warn({ ...told, reason: failure });
      else log.info(told);
    },
    failed: ({ error }) => {
      log.warn({ event: "reconciliation.interrupted", error });
    },
  };
}

function observeStore(log: Log, metrics: Metrics): StoreObserver {
  const counted = metrics.storeObserver();
  return {
    batchCommitted: (batch) => {
      counted.batchCommitted(batch);
    },
    answered503Found: (found) => {
      const { propertyId, receiptId } = found;
      const event = "receipt.answered-503-found";
      log.warn({ event, propertyId, receiptId: String(receiptId) });
      counted.answered503Found(found);
    },
    failed: (failure) => {
      log.error(failure);
      counted.failed(failure);
    },
    recovered: () => {
      log.info({ event: "store.recovered" });
      counted.recovered();
    },
  };
}
