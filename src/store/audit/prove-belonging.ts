import { MOVABLE_TABLES } from "../movable-store.ts";
import type { OrderedTables } from "../ordered-tables.ts";
import { INSTALLATION } from "../trail-row.ts";
import type { Findings } from "./findings.ts";
import { NOTHING_THERE } from "./hotel-proof.ts";
import type { HotelProof } from "./hotel-proof.ts";

/** Every row of every table belongs to a hotel that is there, or to the installation. */
export async function proveHotels(
  tables: OrderedTables,
  hotels: ReadonlySet<string>,
  findings: Findings,
): Promise<void> {
  for (const { name, key } of MOVABLE_TABLES) {
    if (key[0] !== "property_id") continue;
    let last: string | null = null;
    for (;;) {
      last = await nextHotel(tables, name, last);
      if (last === null) break;
      if (hotels.has(last) || last === INSTALLATION) continue;
      findings.add({
        breach: "belongs-nowhere",
        propertyId: last,
        about: { table: name },
        expected: `the hotel ${last}`,
        found: NOTHING_THERE,
      });
    }
  }
}

/** The next hotel that has rows in the table: a step in its key, not a walk over its rows. */
async function nextHotel(
  tables: OrderedTables,
  table: string,
  after: string | null,
): Promise<string | null> {
  const columns = ["property_id"];
  const next = tables.read({
    table,
    columns,
    orderBy: columns,
    after: after === null ? null : [after],
    limit: 1,
  });
  for await (const [row] of next) return row?.[0] as string;
  return null;
}

const OF_A_LOCATION = [
  "api_keys",
  "lightspeed_accounts",
  "refused_quotas",
  "secrets",
];

/** What belongs to a business location belongs to one of this hotel. */
export async function proveLocations(proof: HotelProof): Promise<void> {
  for (const table of OF_A_LOCATION) {
    const rows = proof.reader.pieces<{ businessLocationId: string }>(
      table,
      ["businessLocationId"],
      ["businessLocationId"],
    );
    for await (const piece of rows) {
      for (const { businessLocationId } of piece)
        proof.expectLocation({ table }, businessLocationId);
    }
  }
}
