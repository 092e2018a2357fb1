import type {
  Charge,
  MemberRef,
  ReceiptMember,
  RefusedMember,
} from "../../../folios/charge-decision.ts";
import {
  CHAIN_RECEIPT_COLUMNS,
  CHAIN_REFUSED_COLUMNS,
  concernsLookAlikes,
  receiptMemberOf,
  refusedMemberOf,
} from "../../chain-members.ts";
import type { ChainReceiptRow, ChainRefusedRow } from "../../chain-members.ts";
import type { BillOrigin } from "../../keep-books.ts";
import { flagNames } from "../../flag-rows.ts";
import {
  IS_POSTING_OF_BILL,
  MEMBER_POSTING_COLUMNS,
  memberPostingOf,
} from "../../posting-rows.ts";
import type { MemberPostingRow } from "../../posting-rows.ts";
import type { StandingRefund } from "../../../folios/refund.ts";
import { lookAlikesOfRefused } from "../../verbs/look-alikes.ts";
import { standingRefunds } from "../../verbs/refund-facts.ts";
import { runSteps } from "../run-steps.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Sql } from "../connection/sql.ts";
import type { PropertySettings } from "../settings-cache.ts";
import { standingFlags } from "../standing-flags.ts";
import { readIdentities } from "./first-facts.ts";
import type { IdentityHit } from "./first-facts.ts";
import { identityFacts } from "./identity-facts.ts";
import { receiptBodies, refusedBodies, remake } from "./kept-charges.ts";

/** Members of chains, by id, with what is needed to add to them. */
export interface ChainFacts {
  receipts: ReadonlyMap<bigint, ReceiptMember>;
  refused: ReadonlyMap<bigint, RefusedMember>;
  /** What stands about the identities of refused members. */
  identitiesOfRefused: readonly IdentityHit[];
  lastBillNo: ReadonlyMap<bigint, bigint>;
  billOrigins: ReadonlyMap<bigint, BillOrigin>;
}

export interface MemberKeys {
  propertyIds: string[];
  ids: bigint[];
}

type BillRow = ReceiptMember["bills"][number] & { receiptId: bigint };

interface ReceiptRow extends ChainReceiptRow {
  propertyId: string;
  lastBillNo: bigint | null;
  linesDigest: Buffer;
}

/** Each with all that stands about it. Asked only for bills that have a chain. */
export async function readChains(
  sql: Sql,
  wanted: { receipts: MemberKeys; refused: MemberKeys },
  settings: ReadonlyMap<string, PropertySettings>,
): Promise<ChainFacts> {
  const receipts = await readReceipts(sql, wanted.receipts, settings);
  const refused = await readRefused(sql, wanted.refused, settings);
  return { ...receipts, ...refused };
}

async function readReceipts(
  sql: Sql,
  keys: MemberKeys,
  settings: ReadonlyMap<string, PropertySettings>,
): Promise<Pick<ChainFacts, "receipts" | "lastBillNo" | "billOrigins">> {
  if (keys.ids.length === 0)
    return {
      receipts: new Map(),
      lastBillNo: new Map(),
      billOrigins: new Map(),
    };
  const parameters = [arrayLiteral(keys.propertyIds), arrayLiteral(keys.ids)];
  const of = "FROM unnest($1::text[], $2::bigint[]) AS k(property_id, id)";
  const rows = await sql.rows<ReceiptRow>(
    `SELECT ${CHAIN_RECEIPT_COLUMNS}, r.property_id AS "propertyId", r.lines_digest AS "linesDigest",
       (SELECT max(b.bill_no) FROM bills b WHERE b.property_id = r.property_id AND b.receipt_id = r.receipt_id)
         AS "lastBillNo"
     ${of} JOIN receipts r ON r.property_id = k.property_id AND r.receipt_id = k.id`,
    ...parameters,
  );
  // A bill that was moved away leaves nothing behind.
  const bills = await sql.rows<BillRow>(
    `SELECT b.receipt_id AS "receiptId", b.folio_id AS "folioId", b.reservation_id AS "reservationId",
       sum(b.amount)::bigint AS amount, sum(b.gratuity)::bigint AS gratuity
     ${of} JOIN bills b ON b.property_id = k.property_id AND b.receipt_id = k.id AND b.cause <> 'refund'
     GROUP BY b.receipt_id, b.folio_id, b.reservation_id
     HAVING sum(b.amount) <> 0 OR sum(b.gratuity) <> 0 ORDER BY b.receipt_id, min(b.bill_no)`,
    ...parameters,
  );
  const postings = await sql.rows<MemberPostingRow>(
    `SELECT ${MEMBER_POSTING_COLUMNS} ${of}
     JOIN bills b ON b.property_id = k.property_id AND b.receipt_id = k.id AND b.cause <> 'refund'
     JOIN postings p ON ${IS_POSTING_OF_BILL}
     ORDER BY p.posting_id`,
    ...parameters,
  );
  const refunds = await readRefunds(sql, rows);
  const links = await readLinks(sql, keys);
  const flags = flagNames(await standingFlags(sql, keys));
  const reversals = rows.filter((row) => row.kind === "reversal");
  const bodies = await receiptBodies(sql, {
    propertyIds: reversals.map((row) => row.propertyId),
    ids: reversals.map((row) => row.receiptId),
  });
  const own = <Row extends { receiptId: bigint }>(all: Row[], id: bigint) =>
    all.filter((row) => row.receiptId === id);
  const members = rows.map((row): [bigint, ReceiptMember] => {
    const { receiptId } = row;
    const body = bodies.find(({ id }) => id === receiptId);
    const member = receiptMemberOf(memberRow(row), {
      bills: own(bills, receiptId).map(({ receiptId: _id, ...bill }) => bill),
      postings: own(postings, receiptId).map(memberPostingOf),
      refunds: refunds.get(receiptId) ?? [],
      reverses: links.get(receiptId) ?? null,
      flags: flags.get(receiptId) ?? [],
      charge: body === undefined ? null : remake(body, settings, null),
    });
    return [receiptId, member];
  });
  return {
    receipts: new Map(members),
    billOrigins: new Map(rows.map((row) => [row.receiptId, row])),
    lastBillNo: new Map(
      rows.map((row) => [row.receiptId, row.lastBillNo ?? 0n]),
    ),
  };
}

function memberRow({
  propertyId: _propertyId,
  lastBillNo: _lastBillNo,
  linesDigest: _linesDigest,
  ...row
}: ReceiptRow): ChainReceiptRow {
  return row;
}

/** Made here, by the sale they take back. */
async function readRefunds(
  sql: Sql,
  members: readonly ReceiptRow[],
): Promise<Map<bigint, StandingRefund[]>> {
  const sales = members.filter((row) => row.kind === "sale");
  const byHotel = Map.groupBy(sales, (row) => row.propertyId);
  const refunds = new Map<bigint, StandingRefund[]>();
  for (const [propertyId, own] of byHotel) {
    const ids = own.map((row) => row.receiptId);
    const found = await runSteps(sql, standingRefunds(propertyId, ids));
    for (const [receiptId, standing] of found) refunds.set(receiptId, standing);
  }
  return refunds;
}

/** What receipts reverse, as linked now. */
async function readLinks(
  sql: Sql,
  { propertyIds, ids }: MemberKeys,
): Promise<Map<bigint, MemberRef>> {
  const rows = await sql.rows<{
    fromId: bigint;
    toType: "receipt" | "refused";
    toId: bigint;
    action: string;
  }>(
    `SELECT DISTINCT ON (l.from_id) l.from_id AS "fromId", l.to_type AS "toType", l.to_id AS "toId", l.action
     FROM unnest($1::text[], $2::bigint[]) AS k(property_id, id)
     JOIN links l ON l.property_id = k.property_id AND l.kind = 'reverses-receipt' AND l.from_id = k.id
     ORDER BY l.from_id, l.link_id DESC`,
    arrayLiteral(propertyIds),
    arrayLiteral(ids),
  );
  return new Map(
    rows
      .filter((row) => row.action === "linked")
      .map((row) => [row.fromId, { type: row.toType, id: row.toId }]),
  );
}

async function readRefused(
  sql: Sql,
  keys: MemberKeys,
  settings: ReadonlyMap<string, PropertySettings>,
): Promise<Pick<ChainFacts, "refused" | "identitiesOfRefused">> {
  const refused = new Map<bigint, RefusedMember>();
  if (keys.ids.length === 0) return { refused, identitiesOfRefused: [] };
  const rows = await sql.rows<ChainRefusedRow & { propertyId: string }>(
    `SELECT ${CHAIN_REFUSED_COLUMNS}, r.property_id AS "propertyId" FROM unnest($1::text[], $2::bigint[]) AS k(property_id, id)
     JOIN refused_receipts r ON r.property_id = k.property_id AND r.refused_id = k.id`,
    arrayLiteral(keys.propertyIds),
    arrayLiteral(keys.ids),
  );
  const bodies = await refusedBodies(sql, keys);
  const flags = flagNames(await standingFlags(sql, keys));
  const charges = new Map<bigint, Charge>();
  for (const body of bodies) {
    const charge = remake(body, settings, null);
    if (charge !== null) charges.set(body.id, charge);
  }
  const asked = [...charges];
  const hits = await readIdentities(
    sql,
    asked.map(([, charge]) => charge),
  );
  for (const { propertyId, ...row } of rows) {
    const own = asked.findIndex(([id]) => id === row.refusedId);
    const raised = flags.get(row.refusedId) ?? [];
    const member = refusedMemberOf(row, {
      flags: raised,
      lookAlikes: concernsLookAlikes(row, raised)
        ? await runSteps(sql, lookAlikesOfRefused(propertyId, row.refusedId))
        : [],
      remake: (refusal) => {
        const charge = charges.get(row.refusedId);
        return charge === undefined ? null : { ...charge, refusal };
      },
      identities: (charge) =>
        identityFacts(
          charge,
          hits.filter((hit) => hit.n === own),
        ),
    });
    if (member !== null) refused.set(row.refusedId, member);
  }
  return { refused, identitiesOfRefused: hits };
}
