import type { Response } from "express";

/** What is known of one request and its answer: what the request log and the metrics tell. No names, keys or bodies. */
export interface Exchange {
  requestId: string;
  /** From `performance.now()`. */
  startedAt: number;
  /** The route's template, never the path that was asked for. */
  route: string | null;
  /** One short word for what came of it. */
  outcome: string | null;
  reason: string | null;
  propertyId: string | null;
  businessLocationId: string | null;
  /** The management token's name. */
  actor: string | null;
  faults: { pointer: string; fault: string }[];
  receivedBytes: number | null;
}

export function newExchange(requestId: string): Exchange {
  return {
    requestId,
    startedAt: performance.now(),
    route: null,
    outcome: null,
    reason: null,
    propertyId: null,
    businessLocationId: null,
    actor: null,
    faults: [],
    receivedBytes: null,
  };
}

/** The exchange that `observeRequests` put beside the answer. */
export function exchangeOf(response: Response): Exchange {
  return response.locals["exchange"] as Exchange;
}
