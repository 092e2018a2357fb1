import type { Request } from "express";
import { AppError } from "../errors.ts";
import type { StoredToken } from "../store/contract/access.ts";
import type { AccessDirectory } from "./access.ts";
import type { FailureLimit } from "./failure-limit.ts";
import type { Metrics } from "./metrics.ts";

export interface TokenCheck {
  access: AccessDirectory;
  failedTokens: FailureLimit;
  metrics: Metrics;
}

const BEARER = /^bearer +([^\s]+) *$/i;
const CHALLENGE = { "WWW-Authenticate": "Bearer" };

/** The token of a request; null when it carries none. */
export function bearerOf(request: Request): string | null {
  return BEARER.exec(request.headers.authorization ?? "")?.[1] ?? null;
}

/** Whose token it is. Throws `token_missing`, `token_unknown`, or `too_many_failures` where the address failed too often. */
export function requireToken(request: Request, check: TokenCheck): StoredToken {
  const given = bearerOf(request);
  const token = given === null ? null : check.access.findToken(given);
  if (token !== null) return token;
  throw tokenFailure(request, check);
}

/** Counts a failure against the address and says which it is. */
export function tokenFailure(request: Request, check: TokenCheck): AppError {
  check.metrics.keyFailed("management");
  const limited = check.failedTokens.fail(request.ip);
  if (limited !== null) {
    return new AppError(
      "too_many_failures",
      "Too many requests from this address had no valid token. A valid one is served at any time.",
      { headers: { "Retry-After": String(limited.retryAfterSeconds) } },
    );
  }
  return bearerOf(request) === null
    ? new AppError(
        "token_missing",
        "Send a management token: Authorization: Bearer <token>.",
        { headers: CHALLENGE },
      )
    : new AppError(
        "token_unknown",
        "The token is not known here, or it was revoked.",
        { headers: CHALLENGE },
      );
}

/** A token with `read` for every property, which may watch the process as a whole. */
export function mayWatch(token: StoredToken): boolean {
  return token.scopes.includes("read") && token.properties.includes("*");
}
