import { createHash } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import { currencyDecimals, formatMinor } from "../money.ts";
import { acceptReceipt } from "../intake/accept-receipt.ts";
import type { Acceptance } from "../intake/accept-receipt.ts";
import { exchangeOf } from "../http/exchange.ts";
import { isJsonType, receiveBody } from "../http/receive-body.ts";
import { replyKeyFailed, replyNotPosted } from "./till-door.ts";
import type { TillDoor } from "./till-door.ts";
import { replyFault, replyOk } from "./till-reply.ts";

const CHARGE_BODY_MAX_BYTES = 1024 * 1024;
const IDEMPOTENCY_KEY_MAX_LENGTH = 255;

/** `POST {base}/charge`: hands the bytes to intake and turns its answer into a reply. */
export function charge(door: TillDoor): RequestHandler {
  return async (request, response) => {
    const exchange = exchangeOf(response);
    exchange.route = "/charge";
    if (request.method !== "POST") {
      replyFault(response, "method-not-allowed", { Allow: "POST" });
      return;
    }
    if (door.backlog.isTooLongFor("charge")) {
      replyNotPosted(response, "overloaded", door.metrics);
      return;
    }
    const receivedAt = door.clock.now();
    const isLate = door.isDraining();
    const received = await receiveBody(request, CHARGE_BODY_MAX_BYTES);
    // A body that was not read to its end must not be taken for the next request.
    if (!request.complete) response.shouldKeepAlive = false;
    exchange.receivedBytes = received.sizeBytes;
    // Not before it has come: who sends slowly, or not at all, keeps nobody else away.
    const acceptance = await door.backlog.run(() =>
      acceptReceipt(
        {
          body: received.bytes,
          complete: received.complete,
          sizeBytes: received.sizeBytes,
          isJson:
            received.isDecoded && isJsonType(request.headers["content-type"]),
          idempotencyKey: idempotencyKeyOf(request),
          isLate,
          receivedAt,
        },
        door.intake,
      ),
    );
    // The till hung up: what it sent is kept if a key can be read in it, and posted if it is whole.
    if (!received.aborted) answer(acceptance, request, response, door);
  };
}

function answer(
  acceptance: Acceptance,
  request: Request,
  response: Response,
  door: TillDoor,
): void {
  const exchange = exchangeOf(response);
  exchange.propertyId = acceptance.owner?.property.id ?? null;
  exchange.businessLocationId = acceptance.owner?.location.id ?? null;
  if (acceptance.kind === "refused") {
    const { reason } = acceptance;
    exchange.outcome = "refused";
    exchange.reason = reason;
    exchange.faults = acceptance.faults;
    door.metrics.chargeRefused(reason);
    if (reason === "key-not-accepted" || reason === "key-revoked") {
      replyKeyFailed(request, response, door);
    } else {
      replyFault(response, reason);
    }
    return;
  }
  exchange.outcome = acceptance.kind;
  if (acceptance.kind === "posted") door.metrics.chargePosted(acceptance.flags);
  replyOk(response, acknowledge(acceptance));
}

/** The acknowledgement of design "Shapes others rely on". */
function acknowledge(
  acceptance: Exclude<Acceptance, { kind: "refused" }>,
): string {
  const decimals = currencyDecimals(acceptance.owner.property.currency);
  return JSON.stringify({
    status: acceptance.kind,
    receiptId: String(acceptance.receiptId),
    bills: acceptance.bills.map((bill) => ({
      folioId: bill.folioId,
      total: formatMinor(bill.total, decimals),
    })),
    flags: acceptance.flags,
  });
}

/** A key longer than the till's documents allow still tells one bill from another: by its digest. */
function idempotencyKeyOf(request: Request): string | null {
  const given = request.headers["x-lightspeed-idempotency-key"];
  if (typeof given !== "string" || given === "") return null;
  if (given.length <= IDEMPOTENCY_KEY_MAX_LENGTH) return given;
  return `sha256:${createHash("sha256").update(given).digest("hex")}`;
}
