import type { Charge } from "../../../folios/charge-decision.ts";
import { chainRootOf } from "../../../folios/charge-effects.ts";
import { namedAccounts } from "../../charge-identity.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Sql } from "../connection/sql.ts";

const LOCK = `
WITH gates AS MATERIALIZED (
  SELECT g.gate FROM charge_gates g WHERE g.property_id = ANY($1::text[]) AND g.gate = $2
  ORDER BY g.property_id FOR UPDATE
), chains AS (
  INSERT INTO charge_locks (property_id, name, taken_at)
  SELECT k.property_id, k.name, $5::bigint FROM unnest($3::text[], $4::text[]) AS k(property_id, name)
  ORDER BY k.property_id COLLATE "C", k.name COLLATE "C"
  ON CONFLICT (property_id, name) DO UPDATE SET taken_at = excluded.taken_at RETURNING 1
), guests AS MATERIALIZED (
  SELECT a.reservation_id FROM reservations a
  JOIN unnest($6::text[], $7::text[]) AS k(property_id, folio_id)
    ON a.property_id = k.property_id AND a.reservation_id = k.folio_id
  ORDER BY a.property_id, a.reservation_id FOR NO KEY UPDATE OF a
), houses AS MATERIALIZED (
  SELECT a.folio_id FROM house_accounts a
  JOIN unnest($6::text[], $7::text[]) AS k(property_id, folio_id)
    ON a.property_id = k.property_id AND a.folio_id = k.folio_id
  ORDER BY a.property_id, a.folio_id FOR NO KEY UPDATE OF a
)
SELECT (SELECT count(*) FROM gates) AS gates, (SELECT count(*) FROM chains) AS chains,
  (SELECT count(*) FROM guests) AS guests, (SELECT count(*) FROM houses) AS houses`;

/**
 * Locks all that the decisions about these charges depend on, in one order everywhere: a gate of their hotels (settings
 * and closed dates), their chains, their guests and accounts. What is read by later statements stays as it is read until
 * the commit. Charges that share a chain or a guest wait for each other here, on whichever instance they are.
 */
export async function lockCharges(
  sql: Sql,
  charges: readonly Charge[],
  { gate, now }: { gate: number; now: number },
): Promise<void> {
  const hotels = new Set(charges.map((charge) => charge.propertyId));
  const chains = new Pairs();
  const folios = new Pairs();
  for (const charge of charges) {
    const root = chainRootOf(charge);
    if (root !== null) chains.add(charge.propertyId, `chain ${root}`);
    for (const folioId of namedAccounts(charge)) {
      folios.add(charge.propertyId, folioId);
      // Before it is known there is no row to lock.
      chains.add(charge.propertyId, `folio ${folioId}`);
    }
  }
  await sql.run(
    LOCK,
    arrayLiteral([...hotels]),
    gate,
    ...chains.literals(),
    now,
    ...folios.literals(),
  );
}

/** Distinct pairs of hotel and name. */
class Pairs {
  readonly #pairs = new Map<string, [string, string]>();

  add(propertyId: string, name: string): void {
    this.#pairs.set(`${propertyId}\n${name}`, [propertyId, name]);
  }

  literals(): [string, string] {
    const pairs = [...this.#pairs.values()];
    return [
      arrayLiteral(pairs.map(([propertyId]) => propertyId)),
      arrayLiteral(pairs.map(([, name]) => name)),
    ];
  }
}
