import express from "express";
import type { Express } from "express";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { AccessDirectory } from "../http/access.ts";
import type { Backlog } from "../http/backlog.ts";
import { docsPage } from "../http/docs-page.ts";
import { FailureLimit } from "../http/failure-limit.ts";
import type { Metrics } from "../http/metrics.ts";
import { observeRequests } from "../http/request-log.ts";
import { secureAnswers } from "../http/security-headers.ts";
import { addWatchRoutes } from "../http/watch-routes.ts";
import type { Watching } from "../http/watch-routes.ts";
import type { Log } from "../log.ts";
import { addManagementRoutes } from "../management/management-routes.ts";
import { addStyles } from "../management/night-audit/styles.ts";
import { answerNotFound, answerProblem } from "../management/problems.ts";
import type { ReconciliationRunner } from "../reconciling/reconciliation-runner.ts";
import { compileSchema } from "../schemas/schema.ts";
import type { ChargeRequest } from "../schemas/generated.ts";
import type { Store } from "../store/store.ts";
import { charge } from "../till/charge.ts";
import { search } from "../till/search.ts";
import { answerTillFailure } from "../till/till-door.ts";

// From the sources it is compiled here, while the store opens, so that no bill waits for it.
const checkShape = compileSchema<ChargeRequest>("ChargeRequest");
checkShape.accepts(null);

export interface DoorParts {
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
export function createDoors(parts: DoorParts): Express {
  const { config, clock, log, metrics, store, access, watching, backlog } =
    parts;
  const app = newExpress(parts);
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
export function createWatchDoor(parts: DoorParts): Express {
  const app = newExpress(parts);
  app.use(secureAnswers());
  addWatchRoutes(app, { ...parts.watching, isOpen: true });
  app.use(answerNotFound);
  app.use(answerProblem(parts.log));
  return app;
}

function newExpress({ config, log, metrics, watching }: DoorParts): Express {
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
