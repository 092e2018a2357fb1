import type { Response } from "express";
import type { RefusalReason } from "../folios/charge-decision.ts";
import { REFUSAL_STATUS } from "../folios/refusal-status.ts";
import type { StoreUnavailable } from "../store/contract/errors.ts";
import type { UnreadableReason } from "../store/contract/refused-receipts.ts";
import { exchangeOf } from "../http/exchange.ts";
import { PLAIN_ANSWER_HEADERS } from "../http/security-headers.ts";

/** What a till can meet besides an answer. */
export type TillFault =
  | RefusalReason
  | UnreadableReason
  | StoreUnavailable["reason"]
  | "method-not-allowed"
  | "key-not-accepted"
  | "too-many-failed-keys"
  | "search-malformed"
  | "search-unavailable"
  | "internal";

/**
 * The one table from what went wrong to what the till gets. The words are printed, perhaps for a guest: no ids, no names,
 * and at most 50 code points, because the till cuts the rest. Other statuses than 200, 4xx and 5xx mean nothing to it.
 */
export const TILL_FAULTS: Readonly<
  Record<TillFault, { status: number; words: string }>
> = {
  "method-not-allowed": {
    status: 405,
    words: "PMS does not know this request",
  },
  "too-large": { status: 413, words: "Bill too large for PMS" },
  "key-not-accepted": { status: 401, words: "PMS key not accepted" },
  "key-revoked": { status: 401, words: "PMS key not accepted" },
  "too-many-failed-keys": {
    status: 429,
    words: "PMS key not accepted, try again later",
  },
  "wrong-content-type": { status: 415, words: "PMS expects JSON" },
  malformed: { status: 400, words: "PMS could not read the bill" },
  "wrong-shape": { status: 400, words: "PMS could not read the bill" },
  "search-malformed": { status: 400, words: "PMS could not read the search" },
  "reference-mismatch": {
    status: REFUSAL_STATUS["reference-mismatch"],
    words: "PMS is not set up for this restaurant",
  },
  "content-conflict": {
    status: REFUSAL_STATUS["content-conflict"],
    words: "Bill already posted differently",
  },
  "reservation-unknown": {
    status: REFUSAL_STATUS["reservation-unknown"],
    words: "Guest not found in PMS",
  },
  "reservation-not-named": {
    status: REFUSAL_STATUS["reservation-not-named"],
    words: "No guest named for room charge",
  },
  "guest-due-in": {
    status: REFUSAL_STATUS["guest-due-in"],
    words: "Guest not found in PMS",
  },
  "guest-blocked": {
    status: REFUSAL_STATUS["guest-blocked"],
    words: "Room charge is blocked for this guest",
  },
  "guest-checked-out": {
    status: REFUSAL_STATUS["guest-checked-out"],
    words: "Guest has checked out",
  },
  overloaded: { status: 503, words: "PMS busy, please post manually" },
  draining: { status: 503, words: "PMS busy, please post manually" },
  // It may have been posted: staff must look before they charge again.
  "not-writable": {
    status: 503,
    words: "PMS unsure, check folio before posting",
  },
  // Nothing was asked to be posted: the waiter tries again, or asks the front desk.
  "search-unavailable": { status: 503, words: "PMS cannot be searched now" },
  internal: { status: 500, words: "PMS error, please post manually" },
};

const RETRY_AFTER_SECONDS = "5";

/** Answers 200 with a body that is ready. */
export function replyOk(response: Response, body: string): void {
  reply(response, 200, body, {});
}

export function replyFault(
  response: Response,
  fault: TillFault,
  headers: Record<string, string> = {},
): void {
  const { status, words } = TILL_FAULTS[fault];
  const exchange = exchangeOf(response);
  exchange.outcome ??= fault;
  reply(response, status, JSON.stringify({ customerErrorMessage: words }), {
    ...(status === 503 ? { "Retry-After": RETRY_AFTER_SECONDS } : {}),
    ...headers,
  });
}

function reply(
  response: Response,
  status: number,
  body: string,
  headers: Record<string, string>,
): void {
  const bytes = Buffer.from(body);
  response
    .writeHead(status, {
      ...PLAIN_ANSWER_HEADERS,
      "Content-Type": "application/json; charset=utf-8",
      "Content-Length": bytes.length,
      "X-Request-Id": exchangeOf(response).requestId,
      ...headers,
    })
    .end(bytes);
}
