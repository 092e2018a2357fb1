import type { Property } from "../properties/property.ts";
import { currencyDecimals } from "../money.ts";
import { readBody } from "../receipts/read-body.ts";
import {
  contentKey,
  contentOf,
  CONTENT_VERSION,
  paidDigestOf,
  RECOVERED_VERSION,
} from "../receipts/receipt-content.ts";
import { readReceipt } from "../receipts/read-receipt.ts";
import type { Receipt } from "../receipts/receipt.ts";
import { totalReceipt } from "../receipts/total-receipt.ts";
import type { Charge } from "./charge-decision.ts";

export interface ChargeContext {
  property: Property;
  businessLocationId: string;
  /** Milliseconds UTC. */
  receivedAt: number;
  idempotencyKey: string | null;
  refusal: Charge["refusal"];
}

/** A receipt as a charge: totalled in the property's money, with the identities it has. */
export function makeCharge(receipt: Receipt, context: ChargeContext): Charge {
  return chargeOf(receipt, context, false);
}

function chargeOf(
  receipt: Receipt,
  context: ChargeContext,
  recovered: boolean,
): Charge {
  const keys = receipt.lines.map(contentKey);
  const { property } = context;
  const totalled = totalReceipt(receipt, keys, {
    decimals: currencyDecimals(property.currency),
    roundingTolerance: property.roundingTolerance,
  });
  const content = contentOf(receipt, keys);
  return {
    propertyId: property.id,
    businessLocationId: context.businessLocationId,
    receivedAt: context.receivedAt,
    totalled,
    identity: {
      uuid: receipt.uuid,
      fiscId: receipt.fiscId,
      idempotencyKey: context.idempotencyKey,
      contentVersion: recovered ? RECOVERED_VERSION : CONTENT_VERSION,
      linesDigest: content.linesDigest,
      contentDigest: recovered
        ? paidDigestOf(totalled.payments)
        : content.contentDigest,
    },
    refusal: context.refusal,
    repost: null,
    recovered,
  };
}

/**
 * Reads a kept body again by today's rules. It was readable when it was kept: anything else is a fault of ours. What a till
 * sent has its key, masked; what was made of a sale has none, and says so.
 */
export function remakeCharge(body: Buffer, context: ChargeContext): Charge {
  const reading = readBody(body);
  if (reading.kind === "unreadable")
    throw new Error("a kept receipt can no longer be read");
  const { recovered, apiKey } = reading.request as Record<string, unknown>;
  const isRecovered = recovered === true && apiKey === undefined;
  return chargeOf(readReceipt(reading.exact), context, isRecovered);
}
