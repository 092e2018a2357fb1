import { hash } from "node:crypto";
import { datesOf, openDateFor } from "../folios/charge-dates.ts";
import { chainRootOf } from "../folios/charge-effects.ts";
import type { Property } from "../properties/property.ts";
import { addRefusedCharge, openRefused } from "./keep-refused.ts";
import type { RefusedTarget } from "./keep-refused.ts";
import type { SqlValue } from "./sql-value.ts";
import type { UnreadableRequest } from "./contract/refused-receipts.ts";

/** A refused receipt that is new; with its money where it could be read. */
export function keepNewUnreadable(
  target: RefusedTarget,
  request: UnreadableRequest,
  kept: { refusedId: bigint; key: Buffer; body: Uint8Array | null },
  hotel: { property: Property; lastClosedDate: string | null; now: number },
): void {
  const { propertyId, charge } = request;
  const { refusedId, body } = kept;
  if (charge !== null && body !== null) {
    const dates = datesOf(charge, hotel);
    const refused = { refusedId, ...dates, chainRoot: chainRootOf(charge) };
    addRefusedCharge(target, charge, refused, body);
  } else {
    target.receipt(...unreadableRow(request, { ...kept, ...hotel }));
    if (body !== null) target.body(propertyId, refusedId, body);
  }
  openRefused(target, propertyId, refusedId, { ...request, at: hotel.now });
}

/** The row of `refused_receipts` for what could not be read: no money, no guest. */
function unreadableRow(
  request: UnreadableRequest,
  kept: {
    refusedId: bigint;
    key: Buffer;
    property: Property;
    lastClosedDate: string | null;
  },
): SqlValue[] {
  const { receivedAt } = request;
  return [
    request.propertyId,
    kept.refusedId,
    kept.key,
    request.businessLocationId,
    0,
    receivedAt,
    request.sizeBytes,
    JSON.stringify(request.faults),
    openDateFor(receivedAt, kept),
    receivedAt,
    ...UNKNOWN,
  ];
}

/** Everything that only a read bill has. */
const UNKNOWN: null[] = Array<null>(12).fill(null);

/** The same bytes again are the same refused receipt; what was too large to keep is each its own. */
export function unreadableKey(
  request: UnreadableRequest,
  body: Uint8Array | null,
  refusedId: bigint,
): Buffer {
  const content = body ?? Buffer.from(String(refusedId));
  const head = Buffer.from(
    `${request.businessLocationId}\n${body === null ? "unkept" : "bytes"}\n`,
  );
  return hash("sha256", Buffer.concat([head, content]), "buffer");
}
