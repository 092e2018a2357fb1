import type { Request, RequestHandler } from "express";
import { currencyDecimals, formatMinor } from "../money.ts";
import { namesOtherReference } from "../intake/key-owner.ts";
import type { KeyLookup, KeyOwner } from "../intake/key-owner.ts";
import { exchangeOf } from "../http/exchange.ts";
import type { FoundGuest } from "../store/contract/guests.ts";
import { replyKeyFailed, replyNotPosted } from "./till-door.ts";
import type { TillDoor } from "./till-door.ts";
import { replyFault, replyOk } from "./till-reply.ts";

const FOUND_MAX = 50;
const PARAMETER_MAX_LENGTH = 255;

/** `GET {base}/search`: the guests in house that match what the waiter typed. */
export function search(door: TillDoor): RequestHandler {
  return async (request, response) => {
    const exchange = exchangeOf(response);
    exchange.route = "/search";
    if (request.method !== "GET") {
      replyFault(response, "method-not-allowed", { Allow: "GET" });
      return;
    }
    if (door.backlog.isTooLongFor("search")) {
      replyNotPosted(response, "overloaded", door.metrics);
      return;
    }
    const query = readQuery(request);
    const owner = findOwner(query.getAll("apiKey"), door.intake.keys);
    if (owner === null) {
      replyKeyFailed(request, response, door);
      return;
    }
    exchange.propertyId = owner.property.id;
    exchange.businessLocationId = owner.location.id;
    const term = oneOf(query.getAll("term"));
    const reference = oneOf(query.getAll("businessExternalReference"));
    if (term === "unusable" || reference === "unusable") {
      replyFault(response, "search-malformed");
      return;
    }
    if (namesOtherReference(owner, reference.given)) {
      replyFault(response, "reference-mismatch");
      return;
    }
    const found = await door.store.searchGuests({
      propertyId: owner.property.id,
      term: term.given ?? "",
      limit: FOUND_MAX,
    });
    exchange.outcome = "found";
    replyOk(response, describe(found, owner));
  };
}

function readQuery(request: Request): URLSearchParams {
  const start = request.url.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : request.url.slice(start + 1));
}

/** The key of a search stands in the query, once. */
function findOwner(keys: string[], lookup: KeyLookup): KeyOwner | null {
  const [key] = keys;
  if (keys.length !== 1 || key === undefined || key === "") return null;
  const owner = lookup.findApiKey(key);
  return owner === null || owner.revoked ? null : owner;
}

/** A parameter that is given once or not at all; nobody types more than the bound. */
function oneOf(values: string[]): { given: string | null } | "unusable" {
  const given = values[0] ?? null;
  return values.length > 1 || (given?.length ?? 0) > PARAMETER_MAX_LENGTH
    ? "unusable"
    : { given };
}

function describe(found: FoundGuest[], owner: KeyOwner): string {
  const decimals = currencyDecimals(owner.property.currency);
  return JSON.stringify({
    success: true,
    errorMessage: "",
    reservations: found.map((guest) => ({
      roomId: guest.roomId,
      roomDescription: guest.roomDescription || guest.roomId,
      clientName: guest.clientName,
      reservationId: guest.reservationId,
      // The contract wants a number; its text is the exact amount. Left out where there is no limit.
      ...(guest.creditLeft === null
        ? {}
        : { creditLimit: Number(formatMinor(guest.creditLeft, decimals)) }),
      blocked: guest.blocked,
    })),
  });
}
