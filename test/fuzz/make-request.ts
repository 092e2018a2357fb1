import { createRandom } from "../../src/commands/simulate/random.ts";
import type { Random } from "../../src/commands/simulate/random.ts";
import {
  pickKind,
  tellStory,
  USUAL_MIX,
} from "../../src/commands/simulate/stories.ts";
import { writeReceipt } from "../../src/commands/simulate/wire-receipt.ts";
import { contract, METHODS, resolve } from "../support/openapi-document.ts";
import type { Operation, Parameter } from "../support/openapi-document.ts";
import type { Lane } from "./lane.ts";
import { filterFor, orderFor, withChangedCursor } from "./list-questions.ts";
import { mutated, mutatedBytes, packed } from "./mutate.ts";
import { valueOf } from "./schema-values.ts";
import { strangeText } from "./strange-values.ts";

export interface FuzzRequest {
  number: number;
  /** The route it was made for, though it may miss it. */
  operationId: string;
  template: string;
  method: string;
  /** As it stands in the request line. */
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

interface Route {
  template: string;
  method: string;
  operation: Operation;
  parameters: Parameter[];
}

const ROUTES: Route[] = Object.entries(contract.paths).flatMap(
  ([template, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => {
      const operation = item[method]!;
      const own = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
      const parameters = own.map((one) => resolve<Parameter>(one));
      return { template, method, operation, parameters };
    }),
);
const routeOf = (operationId: string): Route =>
  ROUTES.find(({ operation }) => operation.operationId === operationId)!;

/** How often the routes that matter most are asked; all others share the rest. */
const OFTEN: readonly (readonly [share: number, operationId: string])[] = [
  [0.4, "chargeBill"],
  [0.1, "searchGuests"],
  [0.06, "makeRefund"],
  [0.05, "makeRetailRefund"],
  [0.03, "repostRefusedReceipt"],
  [0.02, "dismissRefusedReceipt"],
  [0.02, "listRefusedReceipts"],
];

/** The request of this number: the same for the same seed, number and earlier answers of the lane. */
export function makeRequest(
  seed: string,
  number: number,
  lane: Lane,
): FuzzRequest {
  const random = createRandom(`${seed}/${number}`);
  const route = pickRoute(random);
  const request: FuzzRequest = {
    number,
    operationId: route.operation.operationId,
    template: route.template,
    method: route.method.toUpperCase(),
    path: pathFor(route, lane, random),
    headers: headersFor(route, number, lane, random),
    body: null,
  };
  if (route.operation.requestBody !== undefined)
    addBody(request, route, lane, random);
  if (random.chance(0.02)) {
    request.method = random.pick([
      "GET",
      "PUT",
      "POST",
      "DELETE",
      "PATCH",
      "HEAD",
      "OPTIONS",
      "PROPFIND",
    ]);
  }
  return request;
}

function pickRoute(random: Random): Route {
  let left = random.below(1000) / 1000;
  for (const [share, operationId] of OFTEN) {
    if (left < share) return routeOf(operationId);
    left -= share;
  }
  return random.pick(ROUTES);
}

const SEGMENTS = [
  "%",
  "%zz",
  "%E0%A4%A",
  "%00",
  "..",
  "%2e%2e",
  "a%2Fb",
  ";a=b",
  "*",
  "~",
  "",
  "0",
  "-1",
  "undefined",
];

/** What fits into a request's head. */
const PATH_MAX = 6000;

function pathFor(route: Route, lane: Lane, random: Random): string {
  const nextPages = lane.nextPages(route.template);
  if (nextPages.length > 0 && random.chance(0.15))
    return withChangedCursor(random.pick(nextPages), random).slice(0, PATH_MAX);
  const path = route.template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (random.chance(0.04)) return random.pick(SEGMENTS);
    if (random.chance(0.04)) return encoded(strangeText(random));
    const known = lane.known(name, route.template);
    return encoded(known.length === 0 ? "1" : random.pick(known));
  });
  const query = new URLSearchParams();
  if (route.operation.operationId === "searchGuests" && random.chance(0.95))
    query.append(
      "apiKey",
      random.chance(0.97) ? lane.hotel.apiKey : strangeText(random),
    );
  for (const { name, in: place } of route.parameters) {
    if (place !== "query" || random.chance(0.8)) continue;
    const value = parameterFor(name, route, lane, random);
    query.append(name, value.toWellFormed());
    if (random.chance(0.03)) query.append(name, value.toWellFormed());
  }
  if (random.chance(0.02))
    query.append(strangeText(random).toWellFormed(), "1");
  const text = query.toString();
  // Now and then encoded wrongly.
  const asked = random.chance(0.02) ? `%${text}` : text;
  return (text === "" ? path : `${path}?${asked}`).slice(0, PATH_MAX);
}

function parameterFor(
  name: string,
  { template, operation }: Route,
  lane: Lane,
  random: Random,
): string {
  const known = lane.known(name, template);
  if (random.chance(0.15) || known.length === 0) return strangeText(random);
  const usual = random.pick(known);
  if (random.chance(0.4)) return usual;
  switch (name) {
    case "query":
      return filterFor(operation, random);
    case "orderBy":
      return orderFor(operation, random);
    default:
      return usual;
  }
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function headersFor(
  { operation, parameters }: Route,
  number: number,
  lane: Lane,
  random: Random,
): Record<string, string> {
  const headers: Record<string, string> = {};
  const isFor = (scheme: string): boolean =>
    operation.security?.some((one) => scheme in one) === true;
  if (isFor("bearer") && random.chance(0.98))
    headers["Authorization"] =
      `Bearer ${random.chance(0.95) ? lane.hotel.token : random.pick(lane.otherTokens)}`;
  for (const { name, in: place } of parameters) {
    const isLikely = name.startsWith("Idempotency") || name === "If-Match";
    if (place !== "header" || random.chance(isLikely ? 0.1 : 0.8)) continue;
    const fresh = name.includes("Idempotency")
      ? `key-${random.chance(0.9) ? number : "same"}`
      : "*";
    headers[name] = random.chance(0.1) ? printable(strangeText(random)) : fresh;
  }
  return headers;
}

/** What can stand in a header at all. */
function printable(text: string): string {
  return text.replace(/[^\t\x20-\x7e\x80-\xff]/g, "?").slice(0, 3000);
}

function addBody(
  request: FuzzRequest,
  route: Route,
  lane: Lane,
  random: Random,
): void {
  let bytes = bodyFor(route, lane, random);
  if (random.chance(0.1)) bytes = mutatedBytes(bytes, random);
  if (random.chance(0.04)) {
    const sent = packed(bytes, random);
    bytes = sent.body;
    request.headers["Content-Encoding"] = sent.encoding;
  }
  if (random.chance(0.97))
    request.headers["Content-Type"] = random.chance(0.97)
      ? "application/json"
      : random.pick([
          "text/plain",
          "application/xml",
          "application/json; charset=utf-16",
          "application/problem+json",
          "",
          "multipart/form-data; boundary=x",
        ]);
  // Without it what follows the head of a DELETE would be the next request.
  request.headers["Content-Length"] = String(bytes.length);
  request.body = bytes;
}

function bodyFor(route: Route, lane: Lane, random: Random): Buffer {
  const { operationId, requestBody } = route.operation;
  if (operationId === "chargeBill") return billFor(lane, random);
  const usual = lane.usualBody(operationId, random);
  const { schema } = requestBody!.content["application/json"]!;
  let value =
    usual !== undefined && random.chance(0.7) ? usual : valueOf(schema, random);
  while (random.chance(0.4)) value = mutated(value, random);
  return Buffer.from(JSON.stringify(value));
}

/** A bill of the simulated till, as it is, sent again, or with something in it changed. */
function billFor(lane: Lane, random: Random): Buffer {
  const bytes =
    random.chance(0.1) && lane.sent.length > 0
      ? random.pick(lane.sent)
      : nextBill(lane, random);
  if (random.chance(0.5)) return bytes;
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    return bytes;
  }
  do value = mutated(value, random);
  while (random.chance(0.3));
  return Buffer.from(JSON.stringify(value));
}

function nextBill(lane: Lane, random: Random): Buffer {
  if (lane.bills.length === 0) {
    const { bills } = tellStory(
      pickKind(USUAL_MIX, random),
      lane.setting,
      random,
      lane.closesAt(),
    );
    lane.bills.push(
      ...bills.map(({ receipt }) =>
        Buffer.from(writeReceipt(receipt, lane.hotel.apiKey)),
      ),
    );
  }
  const bill = lane.bills.shift()!;
  lane.sent.push(bill);
  if (lane.sent.length > 50) lane.sent.shift();
  return bill;
}
