import type { ErrorRequestHandler, Request, Response } from "express";
import type { Clock } from "../clock.ts";
import type { Intake } from "../intake/accept-receipt.ts";
import type { Backlog } from "../http/backlog.ts";
import type { FailureLimit } from "../http/failure-limit.ts";
import { cutAnswer } from "../http/cut-answer.ts";
import { exchangeOf } from "../http/exchange.ts";
import type { Metrics } from "../http/metrics.ts";
import type { Log } from "../log.ts";
import { StoreUnavailable } from "../store/contract/errors.ts";
import type { Store } from "../store/store.ts";
import { replyFault } from "./till-reply.ts";

/** What the till's routes work with. */
export interface TillDoor {
  intake: Intake;
  store: Pick<Store, "searchGuests">;
  failedKeys: FailureLimit;
  backlog: Backlog;
  metrics: Metrics;
  clock: Clock;
  isDraining: () => boolean;
}

/** 401, or 429 where the address has failed too often. A valid key never comes here, so it is served whatever others do. */
export function replyKeyFailed(
  request: Request,
  response: Response,
  door: Pick<TillDoor, "failedKeys" | "metrics">,
): void {
  door.metrics.keyFailed("till");
  const limited = door.failedKeys.fail(request.ip);
  if (limited === null) {
    replyFault(response, "key-not-accepted");
    return;
  }
  exchangeOf(response).outcome = "too-many-failed-keys";
  replyFault(response, "too-many-failed-keys", {
    "Retry-After": String(limited.retryAfterSeconds),
  });
}

/** What a route of the till's threw. Nothing of it reaches the till but the words. */
export function answerTillFailure(
  log: Log,
  metrics: Metrics,
): ErrorRequestHandler {
  // By its four parameters Express knows it for what answers failures.
  return (error: unknown, _request, response, _next) => {
    if (response.headersSent) {
      cutAnswer(log, error, response);
      return;
    }
    if (error instanceof StoreUnavailable) {
      replyNotPosted(response, error.reason, metrics);
      return;
    }
    const { requestId } = exchangeOf(response);
    log.error({ event: "till.failed", requestId, error });
    replyNotPosted(response, "internal", metrics);
  };
}

/** 503, or 500 where it is our fault: of a charge it is not known that it is posted, and a search has nothing to post. */
export function replyNotPosted(
  response: Response,
  fault: StoreUnavailable["reason"] | "internal",
  metrics: Metrics,
): void {
  const exchange = exchangeOf(response);
  exchange.outcome = fault;
  if (exchange.route === "/charge") metrics.chargeRefused(fault);
  const isSearch = exchange.route === "/search" && fault === "not-writable";
  replyFault(response, isSearch ? "search-unavailable" : fault);
}
