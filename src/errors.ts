/**
 * Every error a partner can meet, by code. A closed list: `openapi.yaml` documents each, a tidy test compares both, and
 * `management/problems.ts` gives each its status. The till has no codes: it prints words (`till/till-reply.ts`).
 */
export const ERROR_CODES = [
  "already_posted",
  "answer_unreadable",
  "body_invalid",
  "body_too_large",
  "confirmation_needed",
  "content_type_unsupported",
  "currency_fixed",
  "cursor_invalid",
  "date_not_begun",
  "double_unconfirmed",
  "filter_invalid",
  "folio_unusable",
  "id_taken",
  "idempotency_conflict",
  "idempotency_key_invalid",
  "idempotency_key_missing",
  "internal",
  "json_malformed",
  "lightspeed_not_set_up",
  "method_not_allowed",
  "not_found",
  "page_too_far",
  "parameter_invalid",
  "parameter_unknown",
  "precondition_failed",
  "precondition_missing",
  "refused_not_open",
  "refused_unreadable",
  "refund_refused",
  "reservation_incomplete",
  "scope_missing",
  "store_unavailable",
  "token_missing",
  "token_unknown",
  "too_many_failures",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Where in the request a fault is, and what would be right. Never a value that was sent. */
export type ErrorDetail =
  | {
      pointer: string;
      detail: string;
      /** Which rule it breaks, where there are several. */
      rule?: string;
      /** What is left of what was asked for; decimal text. */
      remaining?: { amount: string; quantity?: string };
    }
  | { parameter: string; detail: string }
  | { header: string; detail: string };

/** An error with a code of the closed list; what is said in it is fit for the caller to read. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly errors: ErrorDetail[];
  /** Headers the answer needs beside the problem: `Allow`, `Retry-After`. */
  readonly headers: Record<string, string>;

  constructor(
    code: ErrorCode,
    message: string,
    options: ErrorOptions & {
      errors?: ErrorDetail[];
      headers?: Record<string, string>;
    } = {},
  ) {
    super(message, options);
    this.code = code;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }
}
