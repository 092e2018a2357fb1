import { MOVABLE_TABLES } from "../movable-store.ts";
import type { OrderedTables } from "../ordered-tables.ts";
import { INSTALLATION } from "../trail-row.ts";
import type { Findings } from "./findings.ts";

/** That every row is in the indexes of its table, as the engine itself tells it: whoever looks one up finds it. */
export async function proveUndamaged(
  tables: OrderedTables,
  findings: Findings,
): Promise<void> {
  for (const { name } of MOVABLE_TABLES)
    for (const said of await tables.damages(name))
      findings.add({
        breach: "damaged",
        propertyId: INSTALLATION,
        about: { table: name },
        expected: "a table that agrees with its indexes",
        found: said,
      });
}
