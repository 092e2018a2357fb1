import type { ErrorRequestHandler, RequestHandler } from "express";
import { AppError } from "../errors.ts";
import type { ErrorCode } from "../errors.ts";
import { cutAnswer } from "../http/cut-answer.ts";
import { exchangeOf } from "../http/exchange.ts";
import type { Log } from "../log.ts";
import { NotInStore, StoreUnavailable } from "../store/contract/errors.ts";

/** The one table from error code to status and words (RFC 9457). */
export const PROBLEMS: Readonly<
  Record<ErrorCode, { status: number; title: string }>
> = {
  already_posted: {
    status: 409,
    title: "The bill is in the books under another number",
  },
  answer_unreadable: {
    status: 409,
    title: "It was done before, and its answer cannot be read",
  },
  body_invalid: {
    status: 400,
    title: "The body does not have the documented shape",
  },
  body_too_large: { status: 413, title: "The body is too large" },
  confirmation_needed: {
    status: 409,
    title: "It would check out most of the house",
  },
  content_type_unsupported: { status: 415, title: "The body must be JSON" },
  currency_fixed: {
    status: 409,
    title: "The currency of a hotel with receipts cannot change",
  },
  cursor_invalid: { status: 400, title: "The cursor cannot be read" },
  date_not_begun: {
    status: 409,
    title: "A business date that has not begun cannot be closed",
  },
  double_unconfirmed: {
    status: 409,
    title: "It may be the same bill as another",
  },
  filter_invalid: { status: 400, title: "The filter cannot be read" },
  folio_unusable: {
    status: 409,
    title: "The bill cannot be put on this folio",
  },
  id_taken: { status: 409, title: "The id belongs to something else" },
  idempotency_conflict: {
    status: 409,
    title: "The Idempotency-Key belongs to another request",
  },
  idempotency_key_invalid: {
    status: 400,
    title: "The Idempotency-Key cannot be used",
  },
  idempotency_key_missing: {
    status: 400,
    title: "A POST needs an Idempotency-Key",
  },
  internal: { status: 500, title: "Something failed here" },
  json_malformed: { status: 400, title: "The body is not JSON" },
  lightspeed_not_set_up: {
    status: 409,
    title: "No business location can be read at Lightspeed",
  },
  method_not_allowed: {
    status: 405,
    title: "The route does not understand this method",
  },
  not_found: { status: 404, title: "There is no such thing" },
  page_too_far: { status: 400, title: "The page is beyond row 10000" },
  parameter_invalid: {
    status: 400,
    title: "A parameter has an invalid value",
  },
  parameter_unknown: { status: 400, title: "A parameter is not known" },
  precondition_failed: {
    status: 412,
    title: "It was changed by somebody else",
  },
  precondition_missing: { status: 428, title: "A change needs If-Match" },
  refused_not_open: {
    status: 409,
    title: "The refused receipt is settled already",
  },
  refused_unreadable: {
    status: 409,
    title: "The refused receipt can only be dismissed",
  },
  refund_refused: {
    status: 409,
    title: "It cannot be given back as asked",
  },
  reservation_incomplete: {
    status: 400,
    title: "A new reservation lacks members",
  },
  scope_missing: { status: 403, title: "The token may not do this" },
  store_unavailable: { status: 503, title: "The store is not available" },
  token_missing: { status: 401, title: "A token is needed" },
  token_unknown: { status: 401, title: "The token is not known" },
  too_many_failures: { status: 429, title: "Too many failed tokens" },
};

/** Turns whatever a route threw into a problem. What is not an `AppError` is told in the log, not in the answer. */
export function answerProblem(log: Log): ErrorRequestHandler {
  // By its four parameters Express knows it for what answers failures.
  return (error: unknown, _request, response, _next) => {
    if (response.headersSent) {
      cutAnswer(log, error, response);
      return;
    }
    const exchange = exchangeOf(response);
    const problem = appErrorOf(error);
    if (problem.code === "internal") {
      const { requestId, route } = exchange;
      log.error({ event: "request.failed", requestId, route, error });
    }
    const { status, title } = PROBLEMS[problem.code];
    exchange.outcome = problem.code;
    exchange.faults = problem.errors.flatMap((one) =>
      "pointer" in one ? [{ pointer: one.pointer, fault: one.detail }] : [],
    );
    response
      .status(status)
      .set(problem.headers)
      .type("application/problem+json")
      .send(
        JSON.stringify({
          type: `/docs#${problem.code}`,
          title,
          status,
          detail: problem.message,
          instance: exchange.requestId,
          code: problem.code,
          ...(problem.errors.length === 0 ? {} : { errors: problem.errors }),
        }),
      );
  };
}

function appErrorOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof StoreUnavailable) {
    return new AppError(
      "store_unavailable",
      "Nothing is known to have been changed. Try again in a few seconds.",
      { headers: { "Retry-After": "5" } },
    );
  }
  // The router itself throws for an address it cannot decode.
  if (error instanceof URIError || error instanceof NotInStore)
    return notFound();
  return new AppError(
    "internal",
    "The fault is on this side. Quote the request id to the operator.",
  );
}

/** The same words for what is not there and for what the token may not see. */
export function notFound(): AppError {
  return new AppError(
    "not_found",
    "There is nothing at this address, or the token may not see it.",
  );
}

/** For addresses no route knows. */
export const answerNotFound: RequestHandler = () => {
  throw notFound();
};
