import { rankCandidates } from "../../folios/rank-candidates.ts";
import type {
  EarlierBill,
  Service,
  Traced,
} from "../../folios/rank-candidates.ts";
import { readBody } from "../../receipts/read-body.ts";
import { readReceipt } from "../../receipts/read-receipt.ts";
import type { RepostCandidate } from "../contract/refused-receipts.ts";
import { firstIdAt } from "../ids.ts";
import { places, row, rows } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { readGuests } from "./refused.ts";

const CANDIDATES_MAX = 20;
/** Some of them may have left. */
const TRACED_MAX = 100;
const DAY_MS = 86_400_000;
/** Whoever eats at one table for several days is known by it. */
const TRACED_DAYS = 3;
/** The newest ones before it are looked at; a busy hotel has some thousand a day. */
const TRACED_RECEIPTS_MAX = 2_000;

/**
 * Whose a bill may be that names no reservation: who was in house when it was closed, as far as the directory tells, and was
 * charged earlier bills from the same table, waiter or device; then others who were in house.
 */
export function* repostCandidates(
  propertyId: string,
  refusedId: bigint,
): Steps<RepostCandidate[]> {
  const refused = yield* row<RefusedRow>(
    `SELECT r.business_location_id AS "businessLocationId", r.closed_at AS "closedAt", b.body FROM refused_receipts r
     LEFT JOIN refused_bodies b ON b.property_id = r.property_id AND b.refused_id = r.refused_id
     WHERE r.property_id = $1 AND r.refused_id = $2`,
    propertyId,
    refusedId,
  );
  if (refused === undefined) return [];
  const earlier = yield* earlierBills(propertyId, refused);
  const at = Number(refused.closedAt);
  const traced = rankCandidates(serviceOf(refused.body), earlier);
  const first = traced.slice(0, TRACED_MAX);
  const ids = [
    ...(yield* presentAt(propertyId, at, first)),
    ...(yield* othersInHouse(propertyId, at)),
  ];
  const shown = [...new Set(ids)].slice(0, CANDIDATES_MAX);
  const guests = yield* readGuests(propertyId, shown);
  const signs = new Map(first.map((each) => [each.folioId, each]));
  return shown.flatMap((id) => {
    const { because, lastBillAt } = signs.get(id) ?? UNTRACED;
    const guest = guests.get(id);
    return guest === undefined
      ? []
      : [{ ...guest, because: [...because, "in-house"], lastBillAt }];
  });
}

const UNTRACED = { because: [], lastBillAt: null };

interface RefusedRow {
  businessLocationId: string;
  closedAt: bigint;
  body: Uint8Array | null;
}

function serviceOf(body: Uint8Array | null): Service {
  const reading = body === null ? null : readBody(Buffer.from(body));
  if (reading?.kind !== "read") return NOWHERE;
  return readReceipt(reading.exact);
}

const NOWHERE: Service = { tableName: null, ownerId: null, deviceId: null };

/** Of the same outlet, posted to guests. */
function* earlierBills(
  propertyId: string,
  { businessLocationId, closedAt }: RefusedRow,
): Steps<EarlierBill[]> {
  const closed = Number(closedAt);
  const found = yield* rows<
    Omit<EarlierBill, "closedAt"> & { closedAt: bigint }
  >(
    `SELECT b.folio_id AS "folioId", r.table_name AS "tableName", r.owner_id AS "ownerId", r.device_id AS "deviceId",
       r.closed_at AS "closedAt"
     FROM (SELECT * FROM receipts WHERE property_id = $1 AND receipt_id >= $2 AND receipt_id < $3
       ORDER BY receipt_id DESC LIMIT ${TRACED_RECEIPTS_MAX}) r
     JOIN bills b ON b.property_id = r.property_id AND b.receipt_id = r.receipt_id
     WHERE r.business_location_id = $4 AND r.closed_at < $5 AND b.reservation_id IS NOT NULL AND b.amount > 0`,
    propertyId,
    firstIdAt(closed - TRACED_DAYS * DAY_MS),
    // What came late was closed before.
    firstIdAt(closed + DAY_MS),
    businessLocationId,
    closedAt,
  );
  return found.map((bill) => ({ ...bill, closedAt: Number(bill.closedAt) }));
}

/** Those of them who had not left; in their order. */
function* presentAt(
  propertyId: string,
  at: number,
  traced: readonly Traced[],
): Steps<string[]> {
  if (traced.length === 0) return [];
  const ids = traced.map(({ folioId }) => folioId);
  const found = yield* rows<{ id: string }>(
    `SELECT reservation_id AS id FROM reservations WHERE property_id = $1 AND reservation_id IN (${places(ids.length, 2)})
       AND (status = 'in-house' OR (status = 'checked-out' AND changed_at > $2))`,
    propertyId,
    at,
    ...ids,
  );
  const present = new Set(found.map(({ id }) => id));
  return ids.filter((id) => present.has(id));
}

/** By room; then those who have left since, the first to leave before others. */
function* othersInHouse(propertyId: string, at: number): Steps<string[]> {
  const inHouse = yield* rows<{ id: string }>(
    `SELECT reservation_id AS id FROM reservations WHERE property_id = $1 AND status = 'in-house'
     ORDER BY folded_room, reservation_id LIMIT ${CANDIDATES_MAX}`,
    propertyId,
  );
  const left = yield* rows<{ id: string }>(
    `SELECT reservation_id AS id FROM reservations
     WHERE status = 'checked-out' AND client_name <> '' AND changed_at > $1 AND property_id = $2
     ORDER BY changed_at LIMIT ${CANDIDATES_MAX}`,
    at,
    propertyId,
  );
  return [...inHouse, ...left].map(({ id }) => id);
}
