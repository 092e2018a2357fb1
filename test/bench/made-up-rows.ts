import { createHash, randomUUID } from "node:crypto";
import { ID_STEP } from "../../src/folios/charge-decision.ts";
import type { IdSource } from "../../src/folios/charge-decision.ts";
import type { EffectsTarget } from "../../src/store/keep-effects.ts";
import { GUESTS } from "./bench-hotel.ts";

/** A bill of which only rows are wanted. */
export interface RowsOrder {
  body: Uint8Array;
  lines: number;
}

const PROPERTY = "bench";
const LOCATION = "1";
/** What is kept of a line beside its posting has about this size. */
const LINE =
  '{"lineNo":1,"kind":"item","sku":"12345","description":"Club sandwich with fries","quantity":"1000000","gross":"1250",' +
  '"taxes":[{"rate":"7.7","name":"","amount":"89"}],"accountingGroupId":"962442041491505","accountingGroupName":"Food"}';
const PAYMENTS =
  '[{"methodCode":"IKPMS","methodName":"Room","amount":"12345","gratuity":"0","reservationId":"1000"}]';

let bills = 0;

/** A receipt, its body, four identities, a guest's bill, and a posting for each line and one more. */
export function addMadeUpRows(
  rows: EffectsTarget["rows"],
  { body, lines }: RowsOrder,
  { ids, now }: { ids: IdSource; now: number },
): bigint {
  const receiptId = ids.reserve(1);
  const postings = lines + 1;
  const firstPostingId = ids.reserve(postings);
  const folioId = GUESTS[bills++ % GUESTS.length]!;
  const [uuid, key] = [randomUUID(), randomUUID()];
  const digest = createHash("sha256").update(uuid).digest();
  const number = `R${receiptId}`;
  // prettier-ignore
  rows.receipts.add(
    PROPERTY, receiptId, number, uuid, number, null, key, LOCATION, "sale", 12345n, 900n, 0n, 0n, "2026-11-23", now, now, now, "12",
    2, "9", "77", "Anna", "5", "Bar", null, 2, digest, digest, `[${Array<string>(lines).fill(LINE).join(",")}]`, PAYMENTS, null,
  );
  rows.bodies.add(PROPERTY, receiptId, body);
  const identities = {
    uuid,
    key,
    content: digest.toString("hex"),
    fisc: number,
  };
  for (const [kind, value] of Object.entries(identities))
    rows.identities.add(PROPERTY, kind, value, 1n, receiptId);
  // prettier-ignore
  rows.bills.add(
    PROPERTY, receiptId, 1n, "charge", folioId, folioId, 12345n, 0n, firstPostingId, postings, now, digest,
  );
  for (let line = 1; line <= postings; line += 1)
    // prettier-ignore
    rows.postings.add(
      PROPERTY, firstPostingId + ID_STEP * BigInt(line - 1), receiptId, folioId, "item", line, "Club sandwich with fries", "1", 1161n,
      89n, 1250n, '[{"rate":"7.7","name":"","amount":"89"}]', "2000", "12345", "962442041491505", "Food", LOCATION, "5", "77", null,
      null, null, "2026-11-23", now,
    );
  rows.addToBalance(
    { propertyId: PROPERTY, folioId },
    { balance: 12345n, charged: 12345n },
  );
  return receiptId;
}
