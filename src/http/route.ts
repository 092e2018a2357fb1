import type { RequestHandler } from "express";
import { AppError } from "../errors.ts";
import { exchangeOf } from "./exchange.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * One route with all its methods, for `app.all(template, …)`: others get 405 with `Allow`, HEAD is a GET without body,
 * and the log gets the template instead of the path.
 */
export function route(
  template: string,
  handlers: Partial<Record<Method, RequestHandler>>,
): RequestHandler {
  const methods = Object.keys(handlers) as Method[];
  const allow = methods
    .flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]))
    .join(", ");
  return (request, response, next) => {
    exchangeOf(response).route = template;
    const method = request.method === "HEAD" ? "GET" : request.method;
    const handler = methods.includes(method as Method)
      ? handlers[method as Method]
      : undefined;
    if (handler !== undefined) return handler(request, response, next);
    throw new AppError("method_not_allowed", `Use ${allow} here.`, {
      headers: { Allow: allow },
    });
  };
}
