import helmet from "helmet";
import type { RequestHandler } from "express";
import { exchangeOf } from "./exchange.ts";

/**
 * What helmet would set on an answer that is never a page, written out once: the till's two routes answer with one
 * `writeHead` and spend no time on it. A test compares it with what the other routes get.
 */
export const PLAIN_ANSWER_HEADERS: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Origin-Agent-Cluster": "?1",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-DNS-Prefetch-Control": "off",
  "X-Download-Options": "noopen",
  "X-Frame-Options": "DENY",
  "X-Permitted-Cross-Domain-Policies": "none",
  "X-XSS-Protection": "0",
};

/** For all other routes: helmet, the request id, and no caching. */
export function secureAnswers(): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
        },
      },
      xFrameOptions: { action: "deny" },
    }),
    (_request, response, next) => {
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Request-Id", exchangeOf(response).requestId);
      next();
    },
  ];
}
