import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Express, Request, RequestHandler, Response } from "express";
import { AppError } from "../errors.ts";
import { requireToken } from "../http/bearer.ts";
import { exchangeOf } from "../http/exchange.ts";
import { route } from "../http/route.ts";
import type { Method } from "../http/route.ts";
import { checkParameters } from "../lists/parse-list-request.ts";
import { StoreUnavailable } from "../store/contract/errors.ts";
import type { StoredToken } from "../store/contract/access.ts";
import { apiKeyRoutes } from "./api-keys.ts";
import { businessDateRoutes } from "./business-dates.ts";
import type { Answer, Call, ManagementAction, ManagementDoor } from "./call.ts";
import { entityTag, isFresh, versionTag } from "./entity-tag.ts";
import { financialRoutes } from "./financials.ts";
import { folioRoutes } from "./folios.ts";
import { houseAccountRoutes } from "./house-accounts.ts";
import { postingRoutes } from "./postings.ts";
import { notFound } from "./problems.ts";
import { propertyRoutes } from "./properties.ts";
import { receiptRoutes } from "./receipts.ts";
import { reconciliationRoutes } from "./reconciliations.ts";
import { refundRoutes } from "./refunds.ts";
import { retailRefundRoutes } from "./retail-refunds.ts";
import { refusedReceiptRoutes } from "./refused-receipts.ts";
import { reservationRoutes } from "./reservations.ts";

/** Every route of the management API. A test calls each with another hotel's token. */
export const MANAGEMENT_ROUTES = [
  ...propertyRoutes,
  ...apiKeyRoutes,
  ...reservationRoutes,
  ...receiptRoutes,
  ...refundRoutes,
  ...retailRefundRoutes,
  ...refusedReceiptRoutes,
  ...folioRoutes,
  ...postingRoutes,
  ...houseAccountRoutes,
  ...businessDateRoutes,
  ...financialRoutes,
  ...reconciliationRoutes,
];

export function addManagementRoutes(app: Express, door: ManagementDoor): void {
  for (const { template, methods } of MANAGEMENT_ROUTES) {
    const handlers: Partial<Record<Method, RequestHandler>> = {};
    for (const [method, action] of Object.entries(methods)) {
      handlers[method as Method] = perform(action, door);
    }
    app.all(template, route(template, handlers));
  }
}

/** Token, property, scope, parameters: then the action itself. */
function perform(
  action: ManagementAction,
  door: ManagementDoor,
): RequestHandler {
  return async (request, response) => {
    const token = requireToken(request, door);
    const exchange = exchangeOf(response);
    exchange.actor = token.name;
    const propertyId = visibleProperty(request, token, action, door);
    exchange.propertyId = propertyId;
    requireScope(token, action);
    const query = queryOf(request);
    checkParameters(query, action.parameters ?? []);
    if (action.isLong && door.backlog.isTooLongFor("long-read"))
      throw new StoreUnavailable("overloaded");
    const actor = { type: "token", name: token.name } as const;
    const call: Call = { door, request, response, propertyId, query, actor };
    const answer = await action.act(call);
    exchange.outcome = "done";
    await send(call, answer);
  };
}

/** What the token may not see is not there, in the same words. An outlet's hotel is known by it. */
function visibleProperty(
  request: Request,
  token: StoredToken,
  action: ManagementAction,
  { access }: ManagementDoor,
): string {
  const { businessLocationId } = request.params;
  const propertyId =
    typeof businessLocationId === "string"
      ? access.propertyOf(businessLocationId)
      : request.params["propertyId"];
  if (typeof propertyId !== "string") throw notFound();
  const { properties } = token;
  const isSeen = properties.includes("*") || properties.includes(propertyId);
  const isThere =
    action.mayCreateProperty === true || access.property(propertyId) !== null;
  if (!isSeen || !isThere) throw notFound();
  return propertyId;
}

function requireScope(token: StoredToken, { scope }: ManagementAction): void {
  if (token.scopes.includes(scope)) return;
  throw new AppError("scope_missing", `This needs a token with ${scope}.`);
}

function queryOf(request: Request): URLSearchParams {
  const start = request.originalUrl.indexOf("?");
  return new URLSearchParams(
    start === -1 ? "" : request.originalUrl.slice(start + 1),
  );
}

/** The line about the request is written as soon as its answer is cut off. */
async function* noting(
  pieces: AsyncIterable<string>,
  response: Response,
): AsyncGenerator<string> {
  try {
    yield* pieces;
  } catch (error) {
    exchangeOf(response).outcome = "cut-off";
    throw error;
  }
}

async function send(call: Call, answer: Answer): Promise<void> {
  const { request, response } = call;
  response.status(answer.status ?? 200);
  if ("pieces" in answer) {
    response.set(answer.headers);
    await pipeline(
      Readable.from(
        request.method === "HEAD" ? [] : noting(answer.pieces, response),
      ),
      response,
    );
    return;
  }
  if ("empty" in answer) {
    response.end();
    return;
  }
  const bytes =
    "bytes" in answer ? answer.bytes : Buffer.from(JSON.stringify(answer.body));
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (isRead) {
    const tag = entityTag(bytes, answer.version);
    response.setHeader("ETag", tag);
    if (isFresh(call, tag)) {
      response.status(304).end();
      return;
    }
  } else if (answer.version !== undefined) {
    response.setHeader("ETag", versionTag(answer.version));
  }
  response.set(
    "bytes" in answer ? answer.headers : { "Content-Type": "application/json" },
  );
  response.setHeader("Content-Length", bytes.length);
  response.end(request.method === "HEAD" ? undefined : bytes);
}
