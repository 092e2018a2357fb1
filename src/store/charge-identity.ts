import { hash } from "node:crypto";
import type { ChainMember, Charge } from "../folios/charge-decision.ts";
import { chainRootOf } from "../folios/charge-effects.ts";
import { CLEARING_PREFIX } from "../properties/property.ts";
import { ROOM_CHARGE } from "../receipts/receipt.ts";

/** Who a charge is. */
export type IdentifiedCharge = Pick<
  Charge,
  "propertyId" | "businessLocationId" | "identity"
>;

/** Which identities are kept under which value; keys and content are the business location's own. */
export function identityValues(charge: IdentifiedCharge): {
  uuid: string | null;
  key: string | null;
  content: string;
  fisc: string | null;
} {
  const { uuid, idempotencyKey, fiscId, contentDigest } = charge.identity;
  return {
    uuid,
    key:
      idempotencyKey === null
        ? null
        : `${charge.businessLocationId}/${idempotencyKey}`,
    content: `${charge.businessLocationId}/${contentDigest}`,
    fisc: fiscId,
  };
}

/** A refused receipt is known again by identity and content; the digest keeps its index small. */
export function refusedKeyOf(charge: Charge): Buffer {
  if (charge.repost !== null)
    return Buffer.from(charge.repost.refusedKey, "hex");
  const { uuid, fiscId, contentDigest } = charge.identity;
  return hash(
    "sha256",
    [charge.businessLocationId, uuid ?? "", fiscId ?? "", contentDigest].join(
      "\n",
    ),
    "buffer",
  );
}

/** What this charge looks for and a charge before it in the same transaction might have left. */
export function marksOf(charge: Charge): string[] {
  const values = identityValues(charge);
  const marks = [`content ${values.content}`];
  if (values.uuid !== null) marks.push(`uuid ${values.uuid}`);
  if (values.key !== null) marks.push(`key ${values.key}`);
  if (values.fisc !== null) marks.push(`chain ${values.fisc}`);
  const root = chainRootOf(charge);
  if (root !== null && root !== values.fisc) marks.push(`chain ${root}`);
  for (const folioId of namedAccounts(charge))
    marks.push(lookAlikeMark(folioId, charge.identity.linesDigest));
  return marks.map((mark) => `${charge.propertyId} ${mark}`);
}

/** Bills look alike by their lines: others on the same folio need not be in the database yet. */
export function lookAlikeMark(folioId: string, linesDigest: string): string {
  return `folio ${folioId} lines ${linesDigest}`;
}

/** Reservations and house accounts that room charges name, and those that a person puts them on. */
export function namedAccounts(charge: Charge): Set<string> {
  const named = new Set<string>();
  for (const folioId of charge.repost?.folios.values() ?? [])
    if (!folioId.startsWith(CLEARING_PREFIX)) named.add(folioId);
  for (const { methodCode, reservationId } of charge.totalled.payments) {
    if (methodCode === ROOM_CHARGE && reservationId !== null)
      named.add(reservationId);
  }
  return named;
}

/** With those that members of its chain name or stand on. */
export function withAccountsOf(
  named: ReadonlySet<string>,
  chain: readonly ChainMember[],
): Set<string> {
  const ids = new Set(named);
  for (const member of chain) {
    for (const { reservationId } of member.payments)
      if (reservationId !== null) ids.add(reservationId);
    if (member.type === "receipt") {
      for (const bill of member.bills) {
        ids.add(bill.folioId);
        if (bill.reservationId !== null) ids.add(bill.reservationId);
      }
    }
  }
  return ids;
}
