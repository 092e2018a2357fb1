import { ID_STEP } from "../../folios/charge-decision.ts";
import type { Sql } from "./connection/sql.ts";

const NUMBERS = Number(ID_STEP);

/**
 * The number this process makes ids with, of 0 to 1023: the one it holds already, else one never taken, else the one
 * taken longest ago. Processes take theirs again now and then, so that the one taken longest ago is nobody's.
 */
export async function takeWriterNumber(
  sql: Sql,
  { now, held }: { now: number; held: number | null },
): Promise<number> {
  // Who takes a number waits here for the one before.
  await sql.run(
    "SELECT value FROM installation WHERE name = 'id_lead_ms' FOR UPDATE",
  );
  const number = held ?? (await choose(sql));
  await sql.run(
    `INSERT INTO writers (writer, taken_at) VALUES ($1, $2) ON CONFLICT (writer) DO UPDATE SET taken_at = excluded.taken_at`,
    number,
    now,
  );
  return number;
}

/** A real write, and no trace of it. */
export async function writeProbe(sql: Sql): Promise<void> {
  await sql.run("INSERT INTO write_probe (content) VALUES ('\\x00')");
  await sql.run("DELETE FROM write_probe");
}

async function choose(sql: Sql): Promise<number> {
  const rows = await sql.rows<{ writer: bigint }>(
    "SELECT writer FROM writers ORDER BY taken_at, writer",
  );
  if (rows.length >= NUMBERS) return Number(rows[0]!.writer);
  const taken = new Set(rows.map(({ writer }) => Number(writer)));
  let free = 0;
  while (taken.has(free)) free++;
  return free;
}

/** Ids go on from here, wherever the clock is. */
export async function highestId(sql: Sql): Promise<bigint> {
  const row = await sql.row<{ id: bigint | null }>(
    `SELECT max(greatest(
       (SELECT max(receipt_id) FROM receipts r WHERE r.property_id = p.property_id),
       (SELECT max(posting_id) FROM postings o WHERE o.property_id = p.property_id),
       (SELECT max(refused_id) FROM refused_receipts f WHERE f.property_id = p.property_id))) AS id
     FROM properties p`,
  );
  return row?.id ?? 0n;
}
