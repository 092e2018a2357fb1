import type { UnsureCharge } from "../../unsure-charge.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Sql } from "../connection/sql.ts";
import { acknowledgements } from "./acknowledgements.ts";
import type { Replayed } from "./acknowledgements.ts";
import { GATES } from "../../verbs/locks.ts";

/** When nobody knows any more which gate a bill has passed, all are shut. */
export const ALL_GATES = -1;

interface Hit {
  n: number;
  receiptId: bigint;
}

/**
 * Whether charges whose commit had no answer are in the books. Their gate is locked first: it is free when the
 * transaction that held it has ended one way or the other, so what is not found then will not turn up later. The caller
 * commits: by then all that was found is as durable as that commit.
 */
export async function findUnsure(
  sql: Sql,
  charges: readonly UnsureCharge[],
  gate: number,
): Promise<(Replayed | null)[]> {
  const hotels = [...new Set(charges.map((charge) => charge.propertyId))];
  await sql.run(
    `SELECT gate FROM charge_gates WHERE property_id = ANY($1::text[]) AND gate BETWEEN $2 AND $3
     ORDER BY property_id, gate FOR UPDATE`,
    arrayLiteral(hotels),
    gate === ALL_GATES ? 0 : gate,
    gate === ALL_GATES ? GATES : gate,
  );
  const found = new Map<number, bigint>();
  for (const kind of ["uuid", "fisc", "key", "content"] as const) {
    const asked = charges.flatMap((charge, n) =>
      charge[kind] === null || found.has(n) ? [] : [{ charge, n }],
    );
    if (asked.length === 0) continue;
    const hits = await sql.rows<Hit>(
      `SELECT k.n, r.receipt_id AS "receiptId"
       FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::bigint[]) AS k(n, property_id, value, digest, received_at)
       JOIN identities i ON i.property_id = k.property_id AND i.kind = $6 AND i.value = k.value
       JOIN receipts r ON r.property_id = i.property_id AND r.receipt_id = i.receipt_id
         AND r.content_digest = decode(k.digest, 'hex') AND r.received_at = k.received_at
       ORDER BY i.occurrence`,
      arrayLiteral(asked.map(({ n }) => n)),
      arrayLiteral(asked.map(({ charge }) => charge.propertyId)),
      arrayLiteral(asked.map(({ charge }) => charge[kind])),
      arrayLiteral(asked.map(({ charge }) => charge.contentDigest)),
      arrayLiteral(asked.map(({ charge }) => charge.receivedAt)),
      kind,
    );
    for (const { n, receiptId } of hits) found.set(n, receiptId);
  }
  const again = await acknowledgements(
    sql,
    [...found].map(([n, receiptId]) => ({
      propertyId: charges[n]!.propertyId,
      receiptId,
    })),
  );
  return charges.map((_charge, n) => {
    const receiptId = found.get(n);
    return receiptId === undefined ? null : again.get(receiptId)!;
  });
}
