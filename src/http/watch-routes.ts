import { createHash, timingSafeEqual } from "node:crypto";
import type { Express, Request, RequestHandler } from "express";
import type { Readiness } from "../schemas/generated.ts";
import type { StoreStatus } from "../store/store.ts";
import { bearerOf, mayWatch, requireToken, tokenFailure } from "./bearer.ts";
import type { TokenCheck } from "./bearer.ts";
import { AppError } from "../errors.ts";
import { route } from "./route.ts";

/** What those who watch the process get to see. */
export interface Watching extends TokenCheck {
  storeStatus: () => StoreStatus;
  /** How the grants stand by which Lightspeed is read. */
  grants: () => NonNullable<Readiness["lightspeed"]>;
  isDraining: () => boolean;
  /** Of the setting METRICS_TOKEN; null: management tokens only. */
  metricsToken: string | null;
  /** True for a port of its own, which is not for the public. */
  isOpen: boolean;
}

/** `/healthz`, `/readyz` and `/metrics`. Details need a token, unless the port is one for them alone. */
export function addWatchRoutes(app: Express, watching: Watching): void {
  app.all("/healthz", route("/healthz", { GET: health }));
  app.all("/readyz", route("/readyz", { GET: readiness(watching) }));
  app.all("/metrics", route("/metrics", { GET: metrics(watching) }));
}

/** Alive: it answers. */
const health: RequestHandler = (_request, response) => {
  response.json({ status: "ok" });
};

function readiness(watching: Watching): RequestHandler {
  return (request, response) => {
    const store = watching.storeStatus();
    const isReady = store.writable && !watching.isDraining();
    const { state, writable, queued } = store;
    response.status(isReady ? 200 : 503).json({
      status: isReady ? "ready" : "not-ready",
      ...(maySeeDetails(request, watching)
        ? {
            store: { state, writable, queued },
            lightspeed: watching.grants(),
          }
        : {}),
    });
  };
}

function metrics(watching: Watching): RequestHandler {
  return async (request, response) => {
    requireWatcher(request, watching);
    const { registry } = watching.metrics;
    const text = await registry.metrics();
    response.setHeader("Content-Type", registry.contentType);
    response.send(text);
  };
}

function requireWatcher(request: Request, watching: Watching): void {
  if (watching.isOpen || hasMetricsToken(request, watching)) return;
  if (!mayWatch(requireToken(request, watching))) {
    throw new AppError(
      "scope_missing",
      "This needs a token with the scope read for all properties.",
    );
  }
}

/** Asking for readiness without a token is no failure; with a wrong one it is. */
function maySeeDetails(request: Request, watching: Watching): boolean {
  if (watching.isOpen || hasMetricsToken(request, watching)) return true;
  const given = bearerOf(request);
  if (given === null) return false;
  const token = watching.access.findToken(given);
  if (token !== null) return mayWatch(token);
  throw tokenFailure(request, watching);
}

function hasMetricsToken(
  request: Request,
  { metricsToken }: Watching,
): boolean {
  const given = bearerOf(request);
  if (given === null || metricsToken === null) return false;
  const digest = (text: string): Buffer =>
    createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(metricsToken));
}
