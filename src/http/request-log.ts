import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import type { Log } from "../log.ts";
import { newExchange } from "./exchange.ts";
import type { Exchange } from "./exchange.ts";
import type { Metrics } from "./metrics.ts";

/** Faults of one request that are written out; a broken sender can produce hundreds. */
const FAULTS_LOGGED_MAX = 10;
const SANE_REQUEST_ID = /^[A-Za-z0-9._:-]{1,64}$/;

/** Gives every request an id and, when its answer has left, writes one line and counts it. Comes first. */
export function observeRequests(log: Log, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const given = request.headers["x-request-id"];
    const exchange = newExchange(
      typeof given === "string" && SANE_REQUEST_ID.test(given)
        ? given
        : randomUUID(),
    );
    response.locals["exchange"] = exchange;
    const { method } = request;
    response.once("close", () => {
      const status = response.writableFinished ? response.statusCode : null;
      const durationMs = performance.now() - exchange.startedAt;
      metrics.answered(exchange, { method, status, durationMs });
      logExchange(log, exchange, { method, status, durationMs });
    });
    next();
  };
}

function logExchange(
  log: Log,
  exchange: Exchange,
  answer: { method: string; status: number | null; durationMs: number },
): void {
  const level =
    answer.status === null || answer.status >= 500 ? "warn" : "info";
  log[level]({
    event: answer.status === null ? "request.aborted" : "request.answered",
    requestId: exchange.requestId,
    method: answer.method,
    route: exchange.route,
    status: answer.status,
    outcome: exchange.outcome,
    reason: exchange.reason ?? undefined,
    propertyId: exchange.propertyId ?? undefined,
    businessLocationId: exchange.businessLocationId ?? undefined,
    actor: exchange.actor ?? undefined,
    receivedBytes: exchange.receivedBytes ?? undefined,
    duration_ms: Math.round(answer.durationMs * 100) / 100,
    faults:
      exchange.faults.length === 0
        ? undefined
        : exchange.faults.slice(0, FAULTS_LOGGED_MAX),
  });
}
