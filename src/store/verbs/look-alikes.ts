import type { KeptLookAlike, MemberRef } from "../../folios/charge-decision.ts";
import { noEffects } from "../../folios/charge-effects.ts";
import {
  clearedDoubles,
  POSSIBLE_DOUBLE,
} from "../../folios/possible-doubles.ts";
import { isClearingAccount } from "../../properties/property.ts";
import { BooksWriter } from "../keep-books.ts";
import {
  isAnother,
  LOOK_ALIKES_MAX,
  MINUTES_APART_MS,
} from "../look-alikes.ts";
import { rows } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { GatheredRows } from "./gathered-rows.ts";
import { standingFlagNames } from "./standing-flags.ts";
import type { VerbContext } from "./verb-context.ts";

/** A bill as far as others may look like it. */
export interface LookAlikeBill {
  ref: MemberRef;
  uuid: string | null;
  chainRoot: string | null;
  closedAt: bigint;
  linesDigest: Uint8Array;
  /** That owe it: as named by the till, and where it was put. */
  accounts: string[];
}

interface BillRow extends Omit<LookAlikeBill, "ref" | "accounts"> {
  folioId: string;
  reservationId: string;
}

/** Null: it owes no guest anything. */
export function* lookAlikeOf(
  propertyId: string,
  ref: MemberRef,
): Steps<LookAlikeBill | null> {
  const bills = yield* rows<BillRow>(
    ref.type === "receipt"
      ? `SELECT r.uuid, r.chain_root AS "chainRoot", b.closed_at AS "closedAt", b.lines_digest AS "linesDigest",
           b.folio_id AS "folioId", b.reservation_id AS "reservationId"
         FROM bills b JOIN receipts r ON r.property_id = b.property_id AND r.receipt_id = b.receipt_id
         WHERE b.property_id = $1 AND b.receipt_id = $2 AND b.reservation_id IS NOT NULL AND b.amount + b.gratuity > 0`
      : `SELECT r.uuid, r.chain_root AS "chainRoot", b.closed_at AS "closedAt", b.lines_digest AS "linesDigest",
           b.reservation_id AS "folioId", b.reservation_id AS "reservationId"
         FROM refused_bills b JOIN refused_receipts r ON r.property_id = b.property_id AND r.refused_id = b.refused_id
         WHERE b.property_id = $1 AND b.refused_id = $2 AND b.total > 0`,
    propertyId,
    ref.id,
  );
  const [first] = bills;
  if (first === undefined) return null;
  const { uuid, chainRoot, closedAt, linesDigest } = first;
  const named = bills.flatMap((bill) => [bill.folioId, bill.reservationId]);
  const accounts = [...new Set(named)].filter((id) => !isClearingAccount(id));
  return { ref, uuid, chainRoot, closedAt, linesDigest, accounts };
}

/** What looks like a refused bill, and what else looks like each of those that are flagged. */
export function* lookAlikesOfRefused(
  propertyId: string,
  refusedId: bigint,
): Steps<KeptLookAlike[]> {
  const ref: MemberRef = { type: "refused", id: refusedId };
  const bill = yield* lookAlikeOf(propertyId, ref);
  return bill === null ? [] : yield* keptLookAlikes(propertyId, bill);
}

function* keptLookAlikes(
  propertyId: string,
  bill: LookAlikeBill,
): Steps<KeptLookAlike[]> {
  const found: KeptLookAlike[] = [];
  const refs = yield* othersLike(propertyId, bill);
  const flags = yield* standingFlagNames(
    propertyId,
    refs.map(({ id }) => id),
  );
  for (const ref of refs) {
    const flagged = (flags.get(ref.id) ?? []).includes(POSSIBLE_DOUBLE);
    const other = flagged ? yield* lookAlikeOf(propertyId, ref) : null;
    const rest = other === null ? [] : yield* othersLike(propertyId, other);
    const others = rest.map(({ id }) => id).filter((id) => id !== bill.ref.id);
    found.push({ ref, flagged, others });
  }
  return found;
}

/** A bill that counts no more is nobody's double. */
export function* clearDoublesOf(
  propertyId: string,
  gone: LookAlikeBill,
  context: VerbContext,
): Steps<void> {
  const { ref } = gone;
  const names = yield* standingFlagNames(propertyId, [ref.id]);
  const flags = names.get(ref.id) ?? [];
  const lookAlikes = yield* keptLookAlikes(propertyId, gone);
  const cleared = clearedDoubles([{ ref, flags, lookAlikes }]);
  if (cleared.length === 0) return;
  const gathered = new GatheredRows();
  const books = new BooksWriter({
    rows: gathered,
    ids: context.ids,
    kept: { lastBillNo: () => null, billOrigin: () => undefined },
  });
  const origin = { propertyId, eventId: ref.id, now: context.now };
  books.write({ ...noEffects(), flags: cleared }, origin);
  yield* gathered.insert();
}

interface Candidate {
  id: bigint;
  uuid: string | null;
  chainRoot: string | null;
  /** Null: it is a receipt. */
  status: string | null;
  receiptId: bigint | null;
}

/** Those that count: receipts, and refused ones that are open or stand as a receipt. */
function* othersLike(
  propertyId: string,
  bill: LookAlikeBill,
): Steps<MemberRef[]> {
  const found = new Map<bigint, MemberRef>();
  const apart = BigInt(MINUTES_APART_MS);
  for (const account of bill.accounts) {
    const near = [
      propertyId,
      account,
      bill.linesDigest,
      bill.closedAt - apart,
      bill.closedAt + apart,
      LOOK_ALIKES_MAX,
    ];
    const candidates = [
      ...(yield* rows<Candidate>(RECEIPTS_NEAR, ...near)),
      ...(yield* rows<Candidate>(REFUSED_NEAR, ...near)),
    ];
    for (const other of candidates) {
      const ref = standsFor(other);
      if (ref === null || ref.id === bill.ref.id || !isAnother(other, bill))
        continue;
      found.set(ref.id, ref);
    }
  }
  return [...found.values()];
}

function standsFor(other: Candidate): MemberRef | null {
  const { id, status, receiptId } = other;
  if (status === null) return { type: "receipt", id };
  if (status === "open") return { type: "refused", id };
  return status === "reposted" && receiptId !== null
    ? { type: "receipt", id: receiptId }
    : null;
}

const RECEIPTS_NEAR = `
  SELECT r.receipt_id AS id, r.uuid, r.chain_root AS "chainRoot", NULL AS status, NULL AS "receiptId"
  FROM (SELECT DISTINCT c.property_id, c.receipt_id FROM bills c
    WHERE c.property_id = $1 AND c.folio_id = $2 AND c.lines_digest = $3 AND c.closed_at BETWEEN $4 AND $5
      AND c.reservation_id IS NOT NULL LIMIT $6) b
  JOIN receipts r ON r.property_id = b.property_id AND r.receipt_id = b.receipt_id`;

const REFUSED_NEAR = `
  SELECT r.refused_id AS id, r.uuid, r.chain_root AS "chainRoot", s.status, s.receipt_id AS "receiptId"
  FROM (SELECT c.property_id, c.refused_id FROM refused_bills c
    WHERE c.property_id = $1 AND c.reservation_id = $2 AND c.lines_digest = $3 AND c.closed_at BETWEEN $4 AND $5
    LIMIT $6) b
  JOIN refused_receipts r ON r.property_id = b.property_id AND r.refused_id = b.refused_id
  JOIN refused_states s ON s.property_id = b.property_id AND s.refused_id = b.refused_id
    AND s.state_no = (SELECT max(t.state_no) FROM refused_states t
      WHERE t.property_id = b.property_id AND t.refused_id = b.refused_id)`;
